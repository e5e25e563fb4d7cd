//go:build unix

package fdconn

import (
	"net"
	"syscall"
)

// rawSocket returns the socket under a connection of package net, or nil for
// any other connection: that may transform what is written, even if it has a
// socket too.
func rawSocket(conn any) syscall.RawConn {
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

// A PeerWatch tells whether the peer has closed the connection in both
// directions, without reading: writing nothing fails then, and does not when
// the peer has only ended its own sending. Over TCP that can be told only when
// the peer's system has refused something.
type PeerWatch struct{ raw syscall.RawConn }

// NewPeerWatch makes a PeerWatch of the peer of conn.
func NewPeerWatch(conn net.Conn) PeerWatch { return PeerWatch{rawSocket(conn)} }

// HungUp reports whether the peer has hung up.
func (w PeerWatch) HungUp() bool {
	if w.raw == nil {
		return false
	}
	gone := false
	err := w.raw.Control(func(fd uintptr) { gone = refusesWrites(fd) })
	return err != nil || gone
}

// Wait waits until the peer hangs up or the connection is closed here, which
// is true, or until the connection's deadline for reading. Package net's
// poller wakes up for every change, also when input is there already.
func (w PeerWatch) Wait() (hungUp bool) {
	if w.raw == nil {
		return false
	}
	err := w.raw.Read(refusesWrites)
	return err == nil || !IsTimeout(err)
}

func refusesWrites(fd uintptr) bool {
	_, err := syscall.Write(int(fd), nil)
	return err == syscall.EPIPE || err == syscall.ECONNRESET
}
