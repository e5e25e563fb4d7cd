package outdir

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// failing is a folder in which one operation fails, the n-th of its kind.
type failing struct {
	folder
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
	file, err := f.folder.OpenFile(name, flag, perm)
	if err == nil && f.fails("Write", name) {
		_ = file.Close() // and the write that follows fails
	}
	return file, err
}

func (f *failing) Rename(from, to string) error {
	if f.fails("Rename", from) {
		return errInjected
	}
	return f.folder.Rename(from, to)
}

func (f *failing) Remove(name string) error {
	if f.fails("Remove", name) {
		return errInjected
	}
	return f.folder.Remove(name)
}

// wrapRoot has what Write opens be wrapped during a test.
func wrapRoot(t *testing.T, wrap func(folder) folder) {
	t.Helper()
	t.Cleanup(func() { openRoot = osRoot })
	openRoot = func(dir string) (folder, error) {
		root, err := osRoot(dir)
		if err != nil {
			return nil, err
		}
		return wrap(root), nil
	}
}

// The files of a folder before and after a Write, which adds, replaces and
// removes some. The temporary file has no part in it.
var (
	before = map[string]string{
		"a.go": ours + "a", "b.go": ours + "b", "gone1.go": ours, "gone2.go": ours + "2",
		"note.txt": "mine", ".b.go.qapi-gen": "half",
	}
	after = map[string]string{"a.go": ours + "A", "b.go": ours + "B", "c.go": ours + "C", "note.txt": "mine"}
	files = []File{{"a.go", []byte(ours + "A")}, {"b.go", []byte(ours + "B")}, {"c.go", []byte(ours + "C")}}
)

// undone checks that a folder holds what it held before.
func undone(t *testing.T, dir string) {
	t.Helper()
	got := contents(t, dir)
	delete(got, ".b.go.qapi-gen")
	want := map[string]string{}
	for name, text := range before {
		if name != ".b.go.qapi-gen" {
			want[name] = text
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not as before (-want +got):\n%s", diff)
	}
}

func TestWriteMakesAllChangesOrNone(t *testing.T) {
	ops := map[string]int{"OpenFile": 3, "Write": 3, "Rename": 3, "Remove": 2}
	for op, count := range ops {
		for n := range count + 1 {
			dir := t.TempDir()
			write(t, dir, before)
			wrapRoot(t, func(f folder) folder { return &failing{f, op, n} })

			changes, err := at(dir).Write(t.Context(), files)

			if n == count { // the failure comes after the last such operation
				if diff := cmp.Diff(after, contents(t, dir)); diff != "" || err != nil || len(changes) != 6 {
					t.Errorf("%d changes, error %v (-want +got):\n%s", len(changes), err, diff)
				}
				continue
			}
			if err == nil || changes != nil {
				t.Errorf("%s %d fails: got %d changes, error %v", op, n, len(changes), err)
			}
			undone(t, dir)
		}
	}
}

func TestWriteUndoesWhatItDidWhenInterrupted(t *testing.T) {
	for n := range 9 {
		dir := t.TempDir()
		write(t, dir, before)
		cause := errors.New("an interrupt")
		ctx, interrupt := context.WithCancelCause(t.Context())
		wrapRoot(t, func(f folder) folder {
			return &counting{folder: f, before: func(i int) {
				if i == n {
					interrupt(cause)
				}
			}}
		})
		if _, err := at(dir).Write(ctx, files); n < 8 && !errors.Is(err, cause) || n == 8 && err != nil {
			t.Errorf("at %d: got error %v", n, err)
		}
		if n < 8 {
			undone(t, dir)
		} else if diff := cmp.Diff(after, contents(t, dir)); diff != "" {
			t.Errorf("interrupted in the last operation (-want +got):\n%s", diff)
		}
	}
}

// counting is a folder that tells of each operation.
type counting struct {
	folder
	before func(i int)
	count  int
}

func (c *counting) next() {
	c.before(c.count)
	c.count++
}

func (c *counting) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	c.next()
	return c.folder.OpenFile(name, flag, perm)
}

func (c *counting) Rename(from, to string) error {
	c.next()
	return c.folder.Rename(from, to)
}

func (c *counting) Remove(name string) error {
	c.next()
	return c.folder.Remove(name)
}

func TestWriteLeavesNothingBehindWhenItCannotMakeTheFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"file": "text"})
	if _, err := at(filepath.Join(dir, "file", "below")).Write(t.Context(), files); err == nil {
		t.Fatal("made a folder in a file")
	}
	if diff := cmp.Diff(map[string]string{"file": "text"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// tooLong is a name that file systems refuse.
var tooLong = strings.Repeat("n", 300) + ".go"

func TestWriteRemovesTheFoldersItMadeInVain(t *testing.T) {
	dir := t.TempDir()
	if _, err := at(filepath.Join(dir, "x", "y")).Write(t.Context(), []File{{tooLong, []byte(ours)}}); err == nil {
		t.Fatal("wrote a file whose name is too long")
	}
	if diff := cmp.Diff(map[string]string{}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteNamesTheFileItCannotWriteAsTheUserKnowsIt(t *testing.T) {
	dir := t.TempDir()
	_, err := at(dir).Write(t.Context(), []File{{tooLong, []byte(ours)}})
	if !errors.Is(err, syscall.ENAMETOOLONG) {
		t.Fatalf("got %v, want that the name is too long", err)
	}
	want := dir + " is left as it was: cannot write " + tooLong + ": file name too long"
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteFollowsNoLinkThatStandsForATemporaryFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"victim": "text"})
	if err := os.Symlink("victim", filepath.Join(dir, tempName("a.go"))); err != nil {
		t.Fatal(err)
	}
	if _, err := at(dir).Write(t.Context(), files[:1]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"victim": "text", "a.go": ours + "A"}, contents(t, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteTouchesNothingWhereNothingChanges(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, after)
	wrapRoot(t, func(folder) folder { panic("opened the folder to write to it") })
	if changes, err := at(dir).Write(t.Context(), files); len(changes) > 0 || err != nil {
		t.Errorf("got %d changes, error %v", len(changes), err)
	}
}
