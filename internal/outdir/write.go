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

// Write makes files the only generated ones in the folder (see Compare), and
// returns the changes. It creates the folder if necessary. If it returns an
// error, nothing has changed.
//
// When ctx is done, Write undoes its changes and returns an error with the
// context's cause.
func (d *Dir) Write(ctx context.Context, files []File) ([]Change, error) {
	// Usually nothing changes. That needs no lock.
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

// maxGone is the number of retries when another process removes the folder. A
// process that fails removes the folder that it has created.
const maxGone = 1000

func (d *Dir) write(ctx context.Context, files []File) (changes []Change, err error) {
	unmake, err := makeFolder(d.Path)
	if err != nil {
		return nil, err
	}
	release, err := d.lock(ctx)
	if err != nil {
		if !errors.Is(err, errGone) && ctx.Err() == nil {
			unmake() // after an interrupt the lock's owner uses the folder
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
	defer func() { _ = root.Close() }() // nothing was written to the handle
	// Another process may have written since the first comparison.
	if changes, err = d.Compare(files); err != nil {
		return nil, err
	}
	return changes, apply(ctx, root, changes)
}

// makeFolder creates dir and its parents. The function that it returns removes
// those that it created, if they are empty.
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
		if errors.Is(err, fs.ErrNotExist) { // a parent was removed meanwhile
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

// openRoot opens a folder for writing. Tests replace it.
var openRoot = osRoot

func osRoot(dir string) (folder, error) { return os.OpenRoot(dir) }

// apply makes all changes, or none. It writes all new contents to temporary
// files before it replaces the first file, so that the folder has a mixture of
// old and new files for a short time only.
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

// removeEmpty removes the folders of changed files that are empty.
func removeEmpty(f folder, changes []Change) {
	for _, c := range changes {
		if dir := path.Dir(c.Name); dir != "." {
			_ = f.Remove(dir) // which fails if a file is left
		}
	}
}

// A step makes a part of a change. It returns a function that undoes it, or nil
// if there is nothing to undo.
type step func(f folder, c Change) (undo func(), err error)

// clean removes a temporary file of a process that was killed. It may have the
// name of a temporary file to write.
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

// replace renames the temporary file.
func replace(f folder, c Change) (undo func(), err error) {
	if c.New == nil {
		return nil, nil
	}
	if err := f.Rename(tempName(c.Name), c.Name); err != nil {
		return nil, failed("write", c, err)
	}
	return func() { restore(f, c) }, nil
}

// remove removes a file that is no longer generated.
func remove(f folder, c Change) (undo func(), err error) {
	if c.New != nil || c.Leftover {
		return nil, nil
	}
	if err := f.Remove(c.Name); err != nil {
		return nil, failed("remove", c, err)
	}
	return func() { restore(f, c) }, nil
}

// restore restores the file as it was before c, as far as possible. Its folder
// exists, because only empty folders are removed, at the end.
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

// failed returns err with the file's name, or nil if err is nil. It removes the
// names in err, which may be those of temporary files.
func failed(verb string, c Change, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot %s %s: %w", verb, c.Name, readfile.Reason(err))
}
