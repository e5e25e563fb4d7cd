//go:build unix && (!linux || 386 || race || msan || asan)

package fdconn

import (
	"errors"
	"io"
	"net"
	"syscall"
)

// NewReceiver returns a Receiver for conn. Only unix sockets can receive files.
func NewReceiver(conn net.Conn) Receiver {
	socket, ok := conn.(*net.UnixConn)
	if !ok {
		return newPlainReceiver(conn)
	}
	control := newControlBuffer()
	return Receiver{read: func(buf []byte) (int, Descriptors, error) {
		n, controls, _, _, err := socket.ReadMsgUnix(buf, control)
		if n == 0 && err == nil {
			err = io.EOF
		}
		// n is -1 after an error.
		return max(n, 0), parseDescriptors(control[:controls]), err
	}}
}

// write writes as much to a socket as it accepts at once. The sockets of package net
// are in non-blocking mode.
func write(fd uintptr, data []byte) (int, syscall.Errno) {
	n, err := syscall.Write(int(fd), data)
	if err != nil {
		var errno syscall.Errno
		if !errors.As(err, &errno) {
			errno = syscall.EIO
		}
		return 0, errno
	}
	return n, 0
}
