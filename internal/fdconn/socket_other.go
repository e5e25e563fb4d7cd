//go:build !unix

package fdconn

import "net"

// A PeerWatch detects that the peer hangs up while nothing is read. This system
// does not support that.
type PeerWatch struct{}

func NewPeerWatch(net.Conn) PeerWatch { return PeerWatch{} }

func (PeerWatch) HungUp() bool { return false }

func (PeerWatch) Wait() (hungUp bool) { return false }
