//go:build !unix

package fdconn

import "net"

func NewReceiver(net.Conn) Receiver { return Receiver{} }

func (r *Receiver) Receive(conn net.Conn, buf []byte) (int, error) { return conn.Read(buf) }
