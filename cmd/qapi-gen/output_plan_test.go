package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
)

func TestPlanOutputListsWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"same.go":    ours,
		"old.go":     ours + "var old int\n",
		"crlf.go":    strings.ReplaceAll(ours, "\n", "\r\n"),
		"stale.go":   ours + "var stale int\n",
		"by_hand.go": "package p\n",
		"data.json":  generatedMark + "\n",
		"later.go":   "// A word before.\n" + ours,
	})
	got, err := planOutput(dir, "p", []gen.File{
		{Name: "same.go", Content: []byte(ours)},
		{Name: "new.go", Content: []byte(ours)},
		{Name: "old.go", Content: []byte(ours)},
		{Name: "crlf.go", Content: []byte(ours)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []change{
		{"crlf.go", []byte(strings.ReplaceAll(ours, "\n", "\r\n")), []byte(ours)},
		{"new.go", nil, []byte(ours)},
		{"old.go", []byte(ours + "var old int\n"), []byte(ours)},
		{"stale.go", []byte(ours + "var stale int\n"), nil},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(change{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlanOutputRefusesAFolderWithOthersFilesInTheWay(t *testing.T) {
	files := []gen.File{{Name: "a.go", Content: []byte(ours)}, {Name: "b.go", Content: []byte(ours)}}
	for _, tt := range []struct {
		name string
		make func(t *testing.T, dir string)
		want string // empty: it is not refused
	}{
		{"files of our names", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, map[string]string{"a.go": "package p\n", "b.go": ""})
		}, "would have to replace: a.go, b.go"},
		{"a folder of our name", func(t *testing.T, dir string) {
			t.Helper()
			if err := os.Mkdir(filepath.Join(dir, "a.go"), 0o777); err != nil {
				t.Fatal(err)
			}
		}, "would have to replace: a.go"},
		{"a link of our name to a file of ours", func(t *testing.T, dir string) {
			t.Helper()
			elsewhere := t.TempDir()
			write(t, elsewhere, map[string]string{"a.go": ours})
			if err := os.Symlink(filepath.Join(elsewhere, "a.go"), filepath.Join(dir, "a.go")); err != nil {
				t.Fatal(err)
			}
		}, "would have to replace: a.go"},
		{"a file of another package", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, map[string]string{"x.go": "package other\n"})
		}, "x.go is of package other"},
		{"a test of another package", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, map[string]string{"x_test.go": "package other_test\n"})
		}, "x_test.go is of package other_test"},
		{"files that go well with ours", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, map[string]string{
				"x.go":         "package p\n",
				"x_test.go":    "package p_test\n",
				"tool.go":      "//go:build ignore\n\npackage main\n",
				"_x.go":        "package other\n",
				"doc.go":       "package documentation\n",
				"broken.go":    "pakcage",
				"schema.json":  "{}",
				"x_plan9.s":    "",
				"README":       "package other",
				"x_windows.go": "package p\n",
			})
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			tt.make(t, dir)
			before := contentsOrFolder(t, dir)
			_, err := planOutput(dir, "p", files)
			if tt.want == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
			if diff := cmp.Diff(before, contentsOrFolder(t, dir)); diff != "" {
				t.Errorf("planning changed the folder (-before +after):\n%s", diff)
			}
		})
	}
}

// contentsOrFolder is contents for a folder that may have folders in it.
func contentsOrFolder(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, fs.FormatDirEntry(e))
	}
	return names
}
