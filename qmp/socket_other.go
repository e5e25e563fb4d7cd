//go:build !unix

package qmp

import "net"

// A peerWatch would notice that the peer hangs up while nothing is read.
type peerWatch struct{}

func newPeerWatch(net.Conn) peerWatch { return peerWatch{} }

func (peerWatch) hungUp() bool { return false }

func (peerWatch) wait() (hungUp bool) { return false }
