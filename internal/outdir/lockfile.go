package outdir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// lockName is a file in the folder that is locked where the folder cannot be.
const lockName = ".qapi-gen.lock"

// acquireFile locks a file in the folder. The file is removed with the lock,
// or by the next process if this one is killed.
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
			_ = f.Close() // the one before removed it; nothing was written
			continue
		} else if err != nil {
			_ = f.Close() // as above
			return nil, err
		}
		return func(last func()) {
			_ = os.Remove(path)
			_ = f.Close() // as above
			if runtime.GOOS == "windows" {
				// Only a file that is open nowhere can be removed there.
				_ = os.Remove(path)
			}
			last() // fails where another has made a file to lock
		}, nil
	}
}

// checkSame returns errGone if f does not have the name path any more.
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
