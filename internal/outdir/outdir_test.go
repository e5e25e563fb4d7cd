package outdir

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const mark = "// Generated."

// ours is a generated file.
const ours = mark + "\n\npackage p\n"

func at(path string) *Dir { return &Dir{Path: path, Marks: map[string]string{".go": mark}} }

// contents reads a whole folder. Links are given by where they lead.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.Type()&fs.ModeSymlink != 0 {
			to, err := os.Readlink(path)
			if err != nil {
				t.Fatal(err)
			}
			files[e.Name()] = "-> " + to
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCompareListsWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	large := ours + strings.Repeat("// More.\n", compareSize/8) // read in several pieces
	exact := ours + strings.Repeat("x", compareSize-len(ours))  // read in one whole piece
	write(t, dir, map[string]string{
		"same.go":             ours,
		"large.go":            large,
		"largeend.go":         large,
		"exact.go":            exact,
		"longer.go":           exact + "y",
		"shorter.go":          exact,
		"old.go":              ours + "var old int\n",
		"crlf.go":             strings.ReplaceAll(ours, "\n", "\r\n"),
		"stale.go":            ours + "var stale int\n",
		"by_hand.go":          "package p\n",
		"data.json":           mark + "\n",
		"later.go":            "// A word before.\n" + ours,
		".gone.go.qapi-gen":   "half a fi",
		".qapi-gen":           "a user's own",
		".go.qapi-gen":        "a user's own",
		".x.json.qapi-gen":    "a user's own",
		"visible.go.qapi-gen": "a user's own",
	})
	if err := os.Mkdir(filepath.Join(dir, ".folder.go.qapi-gen"), 0o777); err != nil {
		t.Fatal(err)
	}
	got, err := at(dir).Compare([]File{
		{"same.go", []byte(ours)},
		{"large.go", []byte(large)},
		{"largeend.go", []byte(large[:len(large)-1] + "!")},
		{"exact.go", []byte(exact)},
		{"longer.go", []byte(exact)},
		{"shorter.go", []byte(exact + "y")},
		{"new.go", []byte(ours)},
		{"old.go", []byte(ours)},
		{"crlf.go", []byte(ours)},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{
		{Name: ".gone.go.qapi-gen", Leftover: true},
		{Name: "crlf.go", Old: []byte(strings.ReplaceAll(ours, "\n", "\r\n")), New: []byte(ours)},
		{Name: "largeend.go", Old: []byte(large), New: []byte(large[:len(large)-1] + "!")},
		{Name: "longer.go", Old: []byte(exact + "y"), New: []byte(exact)},
		{Name: "new.go", New: []byte(ours)},
		{Name: "old.go", Old: []byte(ours + "var old int\n"), New: []byte(ours)},
		{Name: "shorter.go", Old: []byte(exact), New: []byte(exact + "y")},
		{Name: "stale.go", Old: []byte(ours + "var stale int\n")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompareRefusesFilesInTheWay(t *testing.T) {
	files := []File{{"a.go", []byte(ours)}, {"b.go", []byte(ours)}}
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
		{"a link of our name to a generated file", func(t *testing.T, dir string) {
			t.Helper()
			elsewhere := t.TempDir()
			write(t, elsewhere, map[string]string{"a.go": ours})
			if err := os.Symlink(filepath.Join(elsewhere, "a.go"), filepath.Join(dir, "a.go")); err != nil {
				t.Fatal(err)
			}
		}, "would have to replace: a.go"},
		{"a file that may not stand beside them", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, map[string]string{"bad.go": "package p\n", "a.go": ours})
		}, "bad.go is refused"},
		{"other files", func(t *testing.T, dir string) {
			t.Helper()
			write(t, dir, map[string]string{"c.go": "package p\n", "README": ""})
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := t.TempDir()
			tt.make(t, path)
			dir := at(path)
			dir.Foreign = func(e fs.DirEntry) error {
				if e.Name() == "bad.go" {
					return errors.New("bad.go is refused")
				}
				return nil
			}
			_, err := dir.Compare(files)
			if tt.want == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// A process that writes to the folder removes files while another one compares.
func TestCompareTakesAFileThatGoesForOneThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.go": "package a\n", "b.go": ours, "c.go": ours} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := at(dir)
	d.Foreign = func(fs.DirEntry) error { // called for a.go, when the folder has been listed
		for _, name := range []string{"b.go", "c.go"} {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
		return nil
	}
	changes, err := d.Compare([]File{{"b.go", []byte(ours)}})
	if err != nil {
		t.Fatal(err)
	}
	if want := []Change{{Name: "b.go", New: []byte(ours)}}; !cmp.Equal(changes, want) {
		t.Errorf("got %+v, want %+v", changes, want)
	}
}

// site has files of two kinds, and in folders.
func site(path string) *Dir {
	return &Dir{Path: path, Folders: []string{"a", "b"}, Marks: map[string]string{".html": "<!-- ours -->", ".js": "/* ours */"}}
}

func TestFoldersHaveGeneratedFilesToo(t *testing.T) {
	const page, script = "<!-- ours -->\n", "/* ours */\n"
	path := filepath.Join(t.TempDir(), "site")
	dir := site(path)
	for _, files := range [][]File{
		{{"index.html", []byte(page)}, {"a/x.html", []byte(page)}, {"b/y.js", []byte(script)}},
		{{"index.html", []byte(page)}, {"a/x.html", []byte(page + "changed")}},
		{{"index.html", []byte(page)}},
	} {
		if _, err := dir.Write(t.Context(), files); err != nil {
			t.Fatal(err)
		}
		if changes, err := dir.Compare(files); len(changes) > 0 || err != nil {
			t.Errorf("after a write there is left to do: %v, %v", changes, err)
		}
		for _, f := range files {
			text, err := os.ReadFile(filepath.Join(path, f.Name))
			if err != nil {
				t.Error(err)
			}
			if !bytes.Equal(text, f.Content) {
				t.Errorf("%s: %q", f.Name, text)
			}
		}
	}
	entries, err := os.ReadDir(path)
	if err != nil || len(entries) != 1 {
		t.Errorf("empty folders are left: %v, %v", entries, err)
	}
}

func TestFilesOfOthersInFoldersStay(t *testing.T) {
	path := t.TempDir()
	for name, text := range map[string]string{
		"a/theirs.html": "theirs", "a/ours.js": "<!-- ours -->\n", "c/gone.html": "<!-- ours -->\n", "a/.x.html.qapi-gen": "left",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(path, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		write(t, path, map[string]string{name: text})
	}
	changes, err := site(path).Write(t.Context(), []File{{"b/x.html", []byte("<!-- ours -->\n")}})
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{{Name: "a/.x.html.qapi-gen", Leftover: true}, {Name: "b/x.html", New: []byte("<!-- ours -->\n")}}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if err := os.WriteFile(filepath.Join(path, "b", "x.html"), []byte("theirs"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := site(path).Compare([]File{{"b/x.html", []byte("<!-- ours -->\n")}}); err == nil || !strings.Contains(err.Error(), "b/x.html") {
		t.Errorf("a file in the way: %v", err)
	}
}

func TestKeepLeavesOtherGeneratedFiles(t *testing.T) {
	path := t.TempDir()
	write(t, path, map[string]string{"old.html": "<!-- ours -->\n", ".old.html.qapi-gen": "left", ".new.html.qapi-gen": "left"})
	dir := site(path)
	dir.Keep, dir.Folders = true, nil
	if _, err := dir.Write(t.Context(), []File{{"new.html", []byte("<!-- ours -->\nnew")}}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"old.html": "<!-- ours -->\n", ".old.html.qapi-gen": "left", "new.html": "<!-- ours -->\nnew"}
	if diff := cmp.Diff(want, contents(t, path)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}
