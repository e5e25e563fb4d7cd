package outdir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lockName is the file that is locked if the folder cannot be.
const lockName = ".qapi-gen.lock"

// acquireFile locks a file in the folder. The file is removed when the lock is
// released, or by the next process if this one is killed.
func acquireFile(dir string) (release, error) {
	path := filepath.Join(dir, lockName)
	for {
		f, err := lockedfile.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, errGone
		} else if err != nil {
			return nil, err
		}
		if err := checkSame(f, path); errors.Is(err, errGone) {
			_ = f.Close() // the previous owner removed it; nothing was written
			continue
		} else if err != nil {
			_ = f.Close() // as above
			return nil, err
		}
		return func(last func()) {
			_ = os.Remove(path)
			_ = f.Close() // as above
			if runtime.GOOS == "windows" {
				// Windows does not remove a file that is open anywhere.
				_ = os.Remove(path)
			}
			last() // it fails if another process has created a file to lock
		}, nil
	}
}

// checkSame returns errGone if path no longer names f.
func checkSame(f interface{ Stat() (fs.FileInfo, error) }, path string) error {
	locked, err := f.Stat()
	if err != nil {
		return err
	}
	named, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(locked, named) {
		return errGone
	}
	return err
}
