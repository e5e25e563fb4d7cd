package fdconn

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
)

// Descriptors are file descriptors to be sent. They are duplicates: the caller
// may close its files as soon as its call has returned, even by cancellation.
// They are not os.Files, because Fd would change the blocking mode of the
// caller's file.
type Descriptors []int

// Close closes the descriptors.
func (l Descriptors) Close() {
	for _, fd := range l {
		closeDescriptor(fd)
	}
}

// maxFiles is the kernel's limit for one message (SCM_MAX_FD).
const maxFiles = 253

// Duplicate duplicates files for sending over a connection.
func Duplicate(files []*os.File, w io.Writer) (Descriptors, error) {
	if _, ok := w.(messageWriter); !ok {
		return nil, errors.New("file descriptors can be sent over a unix socket only")
	}
	if len(files) > maxFiles {
		return nil, fmt.Errorf("%d file descriptors are too many for one command: the kernel passes %d at once", len(files), maxFiles)
	}
	var list Descriptors
	for _, f := range files {
		dup, err := duplicateOne(f)
		if err != nil {
			list.Close()
			return nil, fmt.Errorf("cannot send %s: %w", f.Name(), err)
		}
		list = append(list, dup)
	}
	return list, nil
}

// A messageWriter has the method of *net.UnixConn that sends descriptors.
type messageWriter interface {
	WriteMsgUnix(b, oob []byte, addr *net.UnixAddr) (n, oobn int, err error)
}

// Write writes data, and sends the files with its first byte.
func Write(w io.Writer, data []byte, files Descriptors) (int, error) {
	if len(files) == 0 {
		return w.Write(data)
	}
	n, _, err := w.(messageWriter).WriteMsgUnix(data, rights(files), nil)
	if err != nil || n == len(data) {
		return n, err
	}
	more, err := w.Write(data[n:])
	return n + more, err
}
