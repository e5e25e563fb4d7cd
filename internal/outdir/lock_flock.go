//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package outdir

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// acquire locks the folder itself, so that no lock file remains in it.
func acquire(dir string) (release, error) {
	f, err := os.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errGone
	} else if err != nil {
		return nil, err
	}
	if err = flock(f); err == nil {
		err = checkSame(f, dir)
	}
	if err == nil {
		return func(last func()) {
			last()
			_ = f.Close() // nothing was written
		}, nil
	}
	_ = f.Close() // as above
	if errors.Is(err, syscall.EBADF) || errors.Is(err, errors.ErrUnsupported) {
		return acquireFile(dir) // NFS locks only files that are open for writing
	}
	return nil, err
}

func flock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if err == nil || !errors.Is(err, syscall.EINTR) {
			return os.NewSyscallError("flock", err)
		}
	}
}
