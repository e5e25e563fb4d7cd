//go:build !unix

package qmp

import "net"

func newFileReceiver(net.Conn) fileReceiver { return fileReceiver{} }

func (r *fileReceiver) receive(conn net.Conn, buf []byte) (int, error) { return conn.Read(buf) }
