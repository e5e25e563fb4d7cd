package outdir

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// Write makes the folder hold files, as Compare has it, and returns what it
// changed. It makes the folder if need be. With an error nothing has changed.
//
// When ctx is done, Write undoes what it did and returns an error with the
// context's cause.
func (d *Dir) Write(ctx context.Context, files []File) ([]Change, error) {
	// Most often there is nothing to do, which takes no lock.
	if changes, err := d.Compare(files); err != nil || len(changes) == 0 {
		return nil, err
	}
	changes, err := d.write(ctx, files)
	for range maxGone {
		if !errors.Is(err, errGone) {
			break
		}
		changes, err = d.write(ctx, files)
	}
	if err != nil {
		return nil, fmt.Errorf("%s is left as it was: %w", d.Path, err)
	}
	return changes, nil
}

// maxGone is how often a process tries again whose folder is removed by
// another, which had made it in vain.
const maxGone = 1000

func (d *Dir) write(ctx context.Context, files []File) (changes []Change, err error) {
	unmake, err := makeFolder(d.Path)
	if err != nil {
		return nil, err
	}
	release, err := d.lock(ctx)
	if err != nil {
		if !errors.Is(err, errGone) && ctx.Err() == nil {
			unmake() // an interrupt leaves the folder to the process that has it
		}
		return nil, err
	}
	defer func() {
		if err == nil {
			unmake = func() {}
		}
		release(unmake)
	}()
	root, err := openRoot(d.Path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }() // a handle of the folder: nothing is lost
	// Another process may have written since.
	if changes, err = d.Compare(files); err != nil {
		return nil, err
	}
	return changes, apply(ctx, root, changes)
}

// makeFolder makes dir and its parents. The function it returns removes again
// those that it made, as far as they are empty.
func makeFolder(dir string) (unmake func(), err error) {
	var made []string
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		made = append(made, d)
	}
	unmake = func() {
		for _, d := range made {
			_ = os.Remove(d)
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		unmake()
		if errors.Is(err, fs.ErrNotExist) { // a parent went meanwhile
			err = fmt.Errorf("%w: %w", errGone, err)
		}
		return nil, err
	}
	return unmake, nil
}

// folder is the part of os.Root that applying changes needs.
type folder interface {
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
	Rename(from, to string) error
	Remove(name string) error
	Mkdir(name string, perm fs.FileMode) error
	Close() error
}

// openRoot opens a folder to write to. Tests replace it.
var openRoot = osRoot

func osRoot(dir string) (folder, error) { return os.OpenRoot(dir) }

// apply makes changes, all of them or none. New contents stand ready in
// temporary files before the first file is replaced, so that the folder holds
// old and new files for as short a time as can be.
func apply(ctx context.Context, f folder, changes []Change) (err error) {
	var undo []func()
	defer func() {
		if err != nil {
			for _, u := range slices.Backward(undo) {
				u()
			}
		}
	}()
	undo = append(undo, func() { removeEmpty(f, changes) })
	for _, step := range []step{clean, prepare, replace, remove} {
		for _, c := range changes {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			u, err := step(f, c)
			if err != nil {
				return err
			}
			if u != nil {
				undo = append(undo, u)
			}
		}
	}
	removeEmpty(f, changes)
	return nil
}

// removeEmpty removes the folders of changed files that have no file left.
func removeEmpty(f folder, changes []Change) {
	for _, c := range changes {
		if dir := path.Dir(c.Name); dir != "." {
			_ = f.Remove(dir) // which fails if a file is left
		}
	}
}

// A step makes a part of a change. What it returns makes up for it, and is nil
// if there is nothing to make up for.
type step func(f folder, c Change) (undo func(), err error)

// clean removes what a process left that was killed. It may bar the way of a
// temporary file.
func clean(f folder, c Change) (undo func(), err error) {
	if !c.Leftover {
		return nil, nil
	}
	return nil, failed("remove", c, f.Remove(c.Name))
}

// prepare writes new content to a temporary file.
func prepare(f folder, c Change) (undo func(), err error) {
	if c.New == nil {
		return nil, nil
	}
	if dir := path.Dir(c.Name); dir != "." {
		if err := f.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, failed("write", c, err)
		}
	}
	if err := writeTemp(f, c.Name, c.New); err != nil {
		return nil, failed("write", c, err)
	}
	return func() { _ = f.Remove(tempName(c.Name)) }, nil
}

// replace puts the temporary file in place.
func replace(f folder, c Change) (undo func(), err error) {
	if c.New == nil {
		return nil, nil
	}
	if err := f.Rename(tempName(c.Name), c.Name); err != nil {
		return nil, failed("write", c, err)
	}
	return func() { restore(f, c) }, nil
}

// remove removes a file that has no place in the folder any more.
func remove(f folder, c Change) (undo func(), err error) {
	if c.New != nil || c.Leftover {
		return nil, nil
	}
	if err := f.Remove(c.Name); err != nil {
		return nil, failed("remove", c, err)
	}
	return func() { restore(f, c) }, nil
}

// restore brings back the file as it was before c, as well as it can. Its folder is
// still there: only what is empty in the end is removed.
func restore(f folder, c Change) {
	if c.Old == nil {
		_ = f.Remove(c.Name)
		return
	}
	if writeTemp(f, c.Name, c.Old) == nil {
		_ = f.Rename(tempName(c.Name), c.Name)
	}
}

func writeTemp(f folder, name string, content []byte) error {
	file, err := f.OpenFile(tempName(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = f.Remove(tempName(name))
	}
	return err
}

// failed is err about a file of the folder, nil if err is. The names in err may
// be those of temporary files.
func failed(verb string, c Change, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot %s %s: %w", verb, c.Name, readfile.Reason(err))
}
