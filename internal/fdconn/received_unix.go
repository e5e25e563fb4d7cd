//go:build unix

package fdconn

import (
	"io"
	"net"
	"syscall"
)

// receivedFilesMax is the number of files that one piece of input may have, as
// in QEMU. The kernel discards others.
const receivedFilesMax = 16

// NewReceiver returns a Receiver for conn. Only unix sockets can receive files.
func NewReceiver(conn net.Conn) Receiver {
	if _, ok := conn.(*net.UnixConn); !ok {
		return Receiver{}
	}
	return Receiver{control: make([]byte, syscall.CmsgSpace(4*receivedFilesMax))}
}

// Receive reads like conn.Read, and stores the files that come with the input.
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
	return max(n, 0), err // n is -1 after an error
}

// parseDescriptors returns the descriptors in control messages. Package net has
// set close-on-exec for them.
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
