//go:build unix

package fdconn

import (
	"os"
	"syscall"
)

// duplicateOne duplicates the descriptor of an open file.
func duplicateOne(f *os.File) (int, error) {
	// The raw connection keeps f open meanwhile. Unlike Fd it does not change
	// the blocking mode.
	raw, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	var fd int
	var dupErr error
	err = raw.Control(func(p uintptr) {
		// A fork between the two calls would pass the descriptor to a child.
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

// closeDescriptor closes a duplicate. Nothing was written through it, so an
// error has no consequence.
func closeDescriptor(fd int) { _ = syscall.Close(fd) }

// rights returns the control message with the descriptors.
func rights(files Descriptors) []byte { return syscall.UnixRights(files...) }
