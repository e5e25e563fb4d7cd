//go:build unix

package qmptest

import (
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// ConnectSocket is Connect over a pair of unix sockets: [qmp.ContextWithFiles] can pass
// descriptors, and the kernel buffers what one side writes and the other does not
// read yet. It is for systems that have unix sockets.
func ConnectSocket(t testing.TB, srv *server.Server, opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	ours, theirs := socketPair(t)
	return connect(t, srv, ours, theirs, opts)
}

// socketPair makes two unix sockets that are connected to each other.
func socketPair(t testing.TB) (ours, theirs net.Conn) {
	t.Helper()
	fds, err := socketDescriptors()
	if err != nil {
		t.Fatalf("qmptest: making a socket pair: %v", err)
	}
	ends := make([]net.Conn, len(fds))
	for i, fd := range fds {
		f := os.NewFile(uintptr(fd), "socket pair")
		ends[i], err = net.FileConn(f)
		_ = f.Close() // the connection has a duplicate
		if err != nil {
			t.Fatalf("qmptest: making a socket pair: %v", err)
		}
	}
	return ends[0], ends[1]
}

// socketDescriptors returns a pair of connected sockets. A program that the test
// starts does not inherit them: it would keep the connection open. Not every
// system has SOCK_CLOEXEC, so no fork may happen between the calls.
func socketDescriptors() ([2]int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return fds, err
	}
	for _, fd := range fds {
		syscall.CloseOnExec(fd)
	}
	return fds, nil
}
