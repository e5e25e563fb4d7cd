//go:build !unix

package fdconn

import "net"

// NewReceiver returns a Receiver for conn.
func NewReceiver(conn net.Conn) Receiver { return newPlainReceiver(conn) }
