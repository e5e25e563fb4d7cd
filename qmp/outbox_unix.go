//go:build unix

package qmp

import (
	"net"
	"syscall"
)

// A rawWriter writes to a socket that is in non-blocking mode, as all of
// package net's are. One goroutine at a time may use it.
type rawWriter struct {
	raw  syscall.RawConn
	data []byte
	n    int
	err  error
	// once is w.write, made only once.
	once func(fd uintptr) bool
}

func newDirectWriter(conn net.Conn) directWriter {
	raw := rawSocket(conn)
	if raw == nil {
		return nil
	}
	w := &rawWriter{raw: raw}
	w.once = w.write
	return w
}

func (w *rawWriter) writeNow(data []byte) (int, error) {
	w.data, w.n, w.err = data, 0, nil
	if err := w.raw.Write(w.once); err != nil {
		return 0, err
	}
	w.data = nil
	return w.n, w.err
}

// write always reports that it is done, so that nobody waits.
func (w *rawWriter) write(fd uintptr) bool {
	for w.n < len(w.data) {
		n, err := syscall.Write(int(fd), w.data[w.n:])
		switch {
		case err == syscall.EINTR:
		case err == syscall.EAGAIN:
			return true
		case err != nil:
			w.err = err
			return true
		default:
			w.n += n
		}
	}
	return true
}

// rawSocket returns the socket under a connection, or nil. A connection of
// another type may do more with what is written, though it has a socket too.
func rawSocket(conn net.Conn) syscall.RawConn {
	var raw syscall.RawConn
	var err error
	switch conn := conn.(type) {
	case *net.UnixConn:
		raw, err = conn.SyscallConn()
	case *net.TCPConn:
		raw, err = conn.SyscallConn()
	}
	if err != nil {
		return nil
	}
	return raw
}

// hungUp reports whether the peer has closed the connection in both
// directions, as far as the kernel tells without reading on: sending nothing
// fails then, and does not when the peer has only ended its own sending.
func hungUp(conn net.Conn) bool {
	raw := rawSocket(conn)
	if raw == nil {
		return false
	}
	var sendErr error
	err := raw.Control(func(fd uintptr) { _, sendErr = syscall.Write(int(fd), nil) })
	return err != nil || sendErr == syscall.EPIPE || sendErr == syscall.ECONNRESET
}
