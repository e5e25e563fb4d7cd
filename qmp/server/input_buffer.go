package server

import (
	"bytes"
	"io"
	"net"
	"os"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

const inputBufferSize = 16 << 10

// An inputBuffer holds bytes that were read from a client and not parsed yet. Only
// the session's reader uses it, except for interrupt.
type inputBuffer struct {
	conn     net.Conn
	files    fdconn.Receiver
	buf      []byte // of which buf[consumed:] is not parsed yet
	consumed int
	err      error // why there is nothing more behind buf
	// searched and hasOOB are for mayHaveOOB, since the last fill.
	searched, hasOOB bool
}

func newInputBuffer(conn net.Conn) *inputBuffer {
	return &inputBuffer{conn: conn, files: fdconn.NewReceiver(conn), buf: make([]byte, 0, inputBufferSize)}
}

// unread returns the input that has not been consumed. It is valid until the next fill.
func (in *inputBuffer) unread() []byte { return in.buf[in.consumed:] }

// hasMore reports whether there is input that has not been consumed, but for white space.
func (in *inputBuffer) hasMore() bool { return len(bytes.TrimSpace(in.unread())) > 0 }

func (in *inputBuffer) consume(n int) {
	in.consumed += n
	if in.consumed == len(in.buf) {
		in.buf, in.consumed = in.buf[:0], 0
	}
}

// fill waits for more input. All earlier input must have been consumed. It returns
// io.EOF when the client has ended its sending, and os.ErrDeadlineExceeded after
// interrupt.
func (in *inputBuffer) fill() error {
	if in.err != nil {
		return in.err
	}
	n, err := in.files.Receive(in.conn, in.buf[:cap(in.buf)])
	in.buf = in.buf[:n]
	in.searched = false
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

// mayHaveOOB reports whether what is not consumed may have an out-of-band request, or
// the beginning of one. Until the next fill it may be true of what was consumed since:
// the input is searched once.
func (in *inputBuffer) mayHaveOOB() bool {
	if !in.searched {
		unread := bytes.TrimSpace(in.unread())
		// An input that ends in an object does not end within a name.
		in.searched, in.hasOOB = true, len(unread) > 0 && (mayHaveOOB(unread) || unread[len(unread)-1] != '}')
	}
	return in.hasOOB
}

// mayHaveOOB reports whether input may have the name of the member exec-oob, which
// may be written with escapes.
func mayHaveOOB(input []byte) bool {
	// A search for the whole name would stop at each "execute", which begins alike.
	return bytes.Contains(input, []byte("c-oob")) || bytes.IndexByte(input, '\\') >= 0
}

// interrupt ends a fill in progress and every later one until resume. It ends a
// wait of the session's PeerWatch too.
func (in *inputBuffer) interrupt() { _ = in.conn.SetReadDeadline(time.Unix(1, 0)) }

func (in *inputBuffer) resume() { _ = in.conn.SetReadDeadline(time.Time{}) }
