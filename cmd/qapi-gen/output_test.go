package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ours is a file that qapi-gen wrote.
const ours = generatedMark + "\n\npackage p\n"

// contents reads a whole folder; links are given by where they lead.
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

// failing is a folder in which one operation fails, the n-th of its kind.
type failing struct {
	*os.Root
	op    string
	after int
}

var errInjected = errors.New("injected")

func (f *failing) fails(op, name string) bool {
	if op != f.op || (op == "Remove" && strings.HasPrefix(name, ".")) {
		return false
	}
	f.after--
	return f.after == -1
}

func (f *failing) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	if f.fails("OpenFile", name) {
		return nil, errInjected
	}
	file, err := f.Root.OpenFile(name, flag, perm)
	if err == nil && f.fails("Write", name) {
		_ = file.Close() // and the write that follows fails
	}
	return file, err
}

func (f *failing) Rename(from, to string) error {
	if f.fails("Rename", from) {
		return errInjected
	}
	return f.Root.Rename(from, to)
}

func (f *failing) Remove(name string) error {
	if f.fails("Remove", name) {
		return errInjected
	}
	return f.Root.Remove(name)
}

func TestApplyChangesAppliesAllOrNone(t *testing.T) {
	before := map[string]string{"a.go": "a", "b.go": "b", "gone1.go": "g1", "gone2.go": "g2", "note.txt": "mine"}
	after := map[string]string{"a.go": "A", "b.go": "B", "c.go": "C", "note.txt": "mine"}
	changes := []change{
		{name: "a.go", old: []byte("a"), new: []byte("A")},
		{name: "b.go", old: []byte("b"), new: []byte("B")},
		{name: "c.go", new: []byte("C")},
		{name: "gone1.go", old: []byte("g1")},
		{name: "gone2.go", old: []byte("g2")},
	}
	ops := map[string]int{"OpenFile": 3, "Write": 3, "Rename": 3, "Remove": 2}
	for op, count := range ops {
		for n := range count + 1 {
			dir := t.TempDir()
			write(t, dir, before)
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}

			err = applyChanges(&failing{Root: root, op: op, after: n}, changes)

			want := before
			if n == count {
				want = after // the failure comes after the last such operation
			}
			if (err == nil) != (n == count) {
				t.Errorf("%s %d fails: got error %v", op, n, err)
			}
			if err := root.Close(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
				t.Errorf("%s %d fails (-want +got):\n%s", op, n, diff)
			}
		}
	}
}

func TestWriteOutputLeavesNothingBehindWhenItCannotMakeTheFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"file": "text"})
	err := writeOutput(filepath.Join(dir, "file", "below"), []change{{name: "a.go", new: []byte("A")}})
	if err == nil {
		t.Fatal("made a folder in a file")
	}
	if diff := cmp.Diff(map[string]string{"file": "text"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteOutputRemovesTheFoldersItMadeInVain(t *testing.T) {
	dir := t.TempDir()
	name := strings.Repeat("n", 300) + ".go" // longer than file systems allow
	if err := writeOutput(filepath.Join(dir, "x", "y"), []change{{name: name, new: []byte("A")}}); err == nil {
		t.Fatal("wrote a file whose name is too long")
	}
	if diff := cmp.Diff(map[string]string{}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteOutputNamesTheFileItCannotWriteAsTheUserKnowsIt(t *testing.T) {
	name := strings.Repeat("n", 300) + ".go" // longer than file systems allow
	dir := t.TempDir()
	err := writeOutput(dir, []change{{name: name, new: []byte("A")}})
	if !errors.Is(err, syscall.ENAMETOOLONG) {
		t.Fatalf("got %v, want that the name is too long", err)
	}
	want := dir + " is left as it was: cannot write " + name + ": file name too long"
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteOutputReplacesATemporaryFileOfAKilledRun(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"victim": "text"})
	if err := os.Symlink("victim", filepath.Join(dir, tempName("a.go"))); err != nil {
		t.Fatal(err)
	}
	if err := writeOutput(dir, []change{{name: "a.go", new: []byte("A")}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"victim": "text", "a.go": "A"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
