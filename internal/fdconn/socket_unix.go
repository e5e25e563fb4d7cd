//go:build unix

package fdconn

import (
	"net"
	"syscall"
)

// rawSocket returns the socket of a connection of package net. It returns nil
// for any other connection, which may transform the data even if it has a
// socket.
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

// A PeerWatch detects, without reading, that the peer has closed the connection
// in both directions: writing zero bytes fails then. It does not fail if the
// peer has only ended its sending. Over TCP it fails only after the peer's
// system has rejected data.
type PeerWatch struct{ raw syscall.RawConn }

// NewPeerWatch returns a PeerWatch for the peer of conn.
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

// Wait waits until the peer hangs up or the connection is closed locally, and
// returns true, or until the connection's read deadline, and returns false.
// Package net's poller wakes up for every change, even if there is unread
// input.
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
