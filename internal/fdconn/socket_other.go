//go:build !unix

package fdconn

import "net"

// A PeerWatch would notice that the peer hangs up while nothing is read.
type PeerWatch struct{}

func NewPeerWatch(net.Conn) PeerWatch { return PeerWatch{} }

func (PeerWatch) HungUp() bool { return false }

func (PeerWatch) Wait() (hungUp bool) { return false }
