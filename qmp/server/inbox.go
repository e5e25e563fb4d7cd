package server

import (
	"io"
	"net"
	"os"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

const inboxSize = 16 << 10

// An inbox holds what was read from a client and not looked at yet. It
// belongs to the monitor's reader, but for interrupt.
type inbox struct {
	conn  net.Conn
	files fdconn.Receiver
	buf   []byte // of which buf[read:] is to be looked at
	read  int
	err   error // why there is nothing more behind buf
}

func newInbox(conn net.Conn) *inbox {
	return &inbox{conn: conn, files: fdconn.NewReceiver(conn), buf: make([]byte, 0, inboxSize)}
}

// unread is what has not been consumed. It is valid until the next fill.
func (in *inbox) unread() []byte { return in.buf[in.read:] }

func (in *inbox) consume(n int) {
	in.read += n
	if in.read == len(in.buf) {
		in.buf, in.read = in.buf[:0], 0
	}
}

// fill waits for more input, when all there is has been consumed. It returns io.EOF when the client will send
// nothing more, and an error that is os.ErrDeadlineExceeded after interrupt.
func (in *inbox) fill() error {
	if in.err != nil {
		return in.err
	}
	n, err := in.files.Receive(in.conn, in.buf[:cap(in.buf)])
	in.buf = in.buf[:n]
	switch {
	case n > 0:
		return nil
	case err == nil:
		return io.ErrNoProgress
	case fdconn.IsTimeout(err):
		return os.ErrDeadlineExceeded
	}
	in.err = err
	return err
}

// interrupt makes a fill in progress and the ones to come return, until
// resume, and a watch for the client's hanging up too.
func (in *inbox) interrupt() { _ = in.conn.SetReadDeadline(time.Unix(1, 0)) }

func (in *inbox) resume() { _ = in.conn.SetReadDeadline(time.Time{}) }
