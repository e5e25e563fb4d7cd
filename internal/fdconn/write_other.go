//go:build !unix

package fdconn

import "net"

func NewDirectWriter(net.Conn) DirectWriter { return nil }
