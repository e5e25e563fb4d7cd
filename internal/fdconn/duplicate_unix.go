//go:build unix

package fdconn

import (
	"os"
	"syscall"
)

// duplicateOne duplicates the descriptor of an open file.
func duplicateOne(f *os.File) (int, error) {
	// The raw connection keeps f open meanwhile, and unlike Fd leaves its
	// blocking mode alone.
	raw, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	var fd int
	var dupErr error
	err = raw.Control(func(p uintptr) {
		// No fork may happen between the two calls, or a child inherits it.
		syscall.ForkLock.RLock()
		defer syscall.ForkLock.RUnlock()
		if fd, dupErr = syscall.Dup(int(p)); dupErr == nil {
			syscall.CloseOnExec(fd)
		}
	})
	if err == nil {
		err = os.NewSyscallError("dup", dupErr)
	}
	return fd, err
}

// closeDescriptor closes a duplicate. Nothing was written through it, so an error
// of close means nothing.
func closeDescriptor(fd int) { _ = syscall.Close(fd) }

// rights makes the control message that carries the descriptors.
func rights(files Descriptors) []byte { return syscall.UnixRights(files...) }
