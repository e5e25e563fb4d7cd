package gofolder

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestPackagesOfOthersAreRefusedBesideOurs(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want string // empty: it may stay
	}{
		"x.go":         {"package other\n", "x.go is of package other, and Go would not compile package p beside it\nName the package with -p other, or choose another folder"},
		"x_test.go":    {"package other_test\n", "x_test.go is of package other_test, and Go would not compile package p beside it\nName the package with -p other, or choose another folder"},
		"y.go":         {"package p\n", ""},
		"y_test.go":    {"package p_test\n", ""},
		"tool.go":      {"//go:build ignore\n\npackage gofolder\n", ""},
		"_x.go":        {"package other\n", ""},
		"doc.go":       {"package documentation\n", ""},
		"broken.go":    {"pakcage", ""},
		"schema.json":  {"{}", ""},
		"x_plan9.s":    {"", ""},
		"README":       {"package other", ""},
		"x_windows.go": {"package p\n", ""},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(tt.text), 0o666); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var got string
		if err := Check(dir, fs.FileInfoToDirEntry(info), "p"); err != nil {
			got = err.Error()
		}
		if want := tt.want; want != "" && got != filepath.Join(dir, want) || want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
