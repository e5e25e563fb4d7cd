//go:build unix

package fdconn

import (
	"io"
	"net"
	"syscall"
)

// receivedFilesMax is how many files one piece of input may bring, QEMU's
// number; the kernel discards the rest.
const receivedFilesMax = 16

// NewReceiver makes a Receiver for conn. Files come over unix sockets alone.
func NewReceiver(conn net.Conn) Receiver {
	if _, ok := conn.(*net.UnixConn); !ok {
		return Receiver{}
	}
	return Receiver{control: make([]byte, syscall.CmsgSpace(4*receivedFilesMax))}
}

// Receive reads like conn.Read, and takes in the files that come along.
func (r *Receiver) Receive(conn net.Conn, buf []byte) (int, error) {
	if r.control == nil {
		return conn.Read(buf)
	}
	n, controls, _, _, err := conn.(*net.UnixConn).ReadMsgUnix(buf, r.control)
	if n == 0 && err == nil {
		err = io.EOF
	}
	if controls > 0 {
		r.Replace(parseDescriptors(r.control[:controls]))
	}
	return max(n, 0), err // it is -1 after an error
}

// parseDescriptors returns the descriptors in control messages. They are
// close-on-exec already: package net asks for that.
func parseDescriptors(control []byte) (fds Descriptors) {
	messages, err := syscall.ParseSocketControlMessage(control)
	if err != nil {
		return nil
	}
	for i := range messages {
		if list, err := syscall.ParseUnixRights(&messages[i]); err == nil {
			fds = append(fds, list...)
		}
	}
	return fds
}
