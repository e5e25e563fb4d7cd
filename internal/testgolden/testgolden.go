// Package testgolden compares results of tests with files that have what is expected.
// With the flag -update, the tests of a package that imports it write these files
// instead.
package testgolden

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Updating reports whether the golden files are to be written.
func Updating() bool { return *update }

// File compares a file with got.
func File(tb testing.TB, path, got string) {
	tb.Helper()
	if *update {
		write(tb, path, []byte(got))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	compare(tb, path, string(want), got)
}

// Paths returns the paths that match a pattern, of which there must be some.
func Paths(tb testing.TB, pattern string) []string {
	tb.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no files %s (%v)", pattern, err)
	}
	return paths
}

// A Case is a txtar archive with the input of a test and the results.
type Case struct {
	*txtar.Archive
	Path string
}

// Run runs test for each archive whose path matches a pattern.
func Run(t *testing.T, pattern string, test func(t *testing.T, c *Case)) {
	t.Helper()
	for _, path := range Paths(t, pattern) {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/"), ".txtar")
		t.Run(name, func(t *testing.T) { RunOne(t, path, test) })
	}
}

// RunOne runs test for the archive at path.
func RunOne(t *testing.T, path string, test func(t *testing.T, c *Case)) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	test(t, &Case{Archive: archive, Path: path})
	if *update && !t.Failed() {
		write(t, path, txtar.Format(archive))
	}
}

// Has reports whether the case has a file.
func (c *Case) Has(name string) bool { return c.index(name) >= 0 }

func (c *Case) index(name string) int {
	return slices.IndexFunc(c.Files, func(f txtar.File) bool { return f.Name == name })
}

// Compare compares a file of the case with got. A case without the file expects an
// empty result.
func (c *Case) Compare(tb testing.TB, name, got string) {
	tb.Helper()
	i := c.index(name)
	if i < 0 && got != "" {
		i = len(c.Files)
		c.Files = append(c.Files, txtar.File{Name: name})
	}
	switch {
	case i < 0:
	case *update:
		c.Files[i].Data = []byte(got)
	default:
		compare(tb, name, string(c.Files[i].Data), got)
	}
}

// CompareAll compares all files of the case but its input with got.
func (c *Case) CompareAll(tb testing.TB, isInput func(name string) bool, got []txtar.File) {
	tb.Helper()
	var input, want []txtar.File
	for _, f := range c.Files {
		if isInput(f.Name) {
			input = append(input, f)
		} else {
			want = append(want, f)
		}
	}
	if *update {
		c.Files = append(input, got...)
		return
	}
	compare(tb, c.Path, string(txtar.Format(&txtar.Archive{Files: want})), string(txtar.Format(&txtar.Archive{Files: got})))
}

func compare(tb testing.TB, name, want, got string) {
	tb.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Errorf("%s (-want +got; with -update, the test writes it):\n%s", name, diff)
	}
}

func write(tb testing.TB, path string, content []byte) {
	tb.Helper()
	if err := os.WriteFile(path, content, 0o644); err != nil {
		tb.Fatal(err)
	}
}
