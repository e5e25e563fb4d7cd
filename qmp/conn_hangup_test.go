//go:build unix

package qmp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

// These tests are about real sockets: what a pipe does not show.

// connectSocket makes a connection to a peer over a unix socket.
func connectSocket(t *testing.T, script func(*peer, *net.UnixConn), opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		conn, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		p := &peer{t: t, conn: conn, dec: json.NewDecoder(oneByOne{conn})}
		p.greet(greetingOOB)
		script(p, conn.(*net.UnixConn))
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-served
	})
	c, err := qmp.Dial(t.Context(), "unix:"+l.Addr().String(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// A server that ends has often not read all that it was sent, which the kernel
// tells in another way than by the end of input.
func TestHangUpWithRequestsUnreadIsAHangUp(t *testing.T) {
	received := make(chan struct{})
	c := connectSocket(t, func(p *peer, conn *net.UnixConn) {
		r := p.expect("quit")
		close(received)
		// The end of that line, and of the next request the beginning.
		if _, err := io.ReadFull(conn, make([]byte, 2)); err != nil {
			t.Error(err)
		}
		p.answer(r, "{}")
	})
	quit := testconn.Execute(t.Context(), c, "quit")
	<-received
	var later []<-chan error
	for range 5 {
		later = append(later, testconn.Execute(t.Context(), c, "later"))
	}
	if err := <-quit; err != nil {
		t.Errorf("quit: %v, want its reply", err)
	}
	for _, end := range later {
		if err := <-end; !errors.Is(err, io.EOF) {
			t.Errorf("later: %v, want io.EOF", err)
		}
	}
}

func TestCommandWithoutReplySucceedsThoughTheRestIsUnread(t *testing.T) {
	c := connectSocket(t, func(p *peer, _ *net.UnixConn) { p.expect("guest-shutdown") })
	if err := c.ExecuteNoReply(t.Context(), "guest-shutdown", nil); err != nil {
		t.Error(err)
	}
}

// A oneByOne reads no more than it must, and leaves the rest in the socket.
type oneByOne struct{ io.Reader }

func (r oneByOne) Read(b []byte) (int, error) { return r.Reader.Read(b[:1]) }

// What the server has said before it stopped listening is heard, and then the
// connection ends although it stays open.
func TestServerThatNoLongerReadsIsHeardOut(t *testing.T) {
	proceed, released := make(chan struct{}), make(chan struct{})
	c := connectSocket(t, func(p *peer, conn *net.UnixConn) {
		first := p.expect("first")
		if err := conn.CloseRead(); err != nil {
			t.Error(err)
		}
		close(proceed)
		p.answer(first, "1")
		<-released
	})
	defer close(released)
	var got int
	first := testconn.Start(func() error { return c.Execute(t.Context(), "first", nil, &got) })
	<-proceed
	second := testconn.Execute(t.Context(), c, "second")
	if err := <-first; err != nil || got != 1 {
		t.Errorf("first: %d, %v, want its reply", got, err)
	}
	if err := <-second; !errors.Is(err, io.EOF) {
		t.Errorf("second: %v, want io.EOF", err)
	}
}

// What a client cannot write at once does not hold up who called.
func TestServerThatReadsSlowlyHoldsUpNobody(t *testing.T) {
	const calls, size = 10, 100_000 // more than a socket takes
	read := make(chan struct{})
	c := connectSocket(t, func(_ *peer, conn *net.UnixConn) {
		<-read
		p := newPeer(t, conn)
		for range calls {
			r := p.receive()
			p.answer(r, string(r.Arguments))
		}
	}, qmp.WithInFlight(calls+1))
	large := make([]byte, size)
	var ends []<-chan error
	for i := range calls {
		ends = append(ends, testconn.Start(func() error {
			var got struct{ Number int }
			err := c.Execute(t.Context(), "x", map[string]any{"number": i, "data": large}, &got)
			if err == nil && got.Number != i {
				err = fmt.Errorf("call %d got %d", i, got.Number)
			}
			return err
		}))
	}
	ctx, cancel := context.WithCancel(t.Context())
	end := testconn.Execute(ctx, c, "cancelled")
	cancel()
	if err := <-end; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	close(read)
	for _, end := range ends {
		if err := <-end; err != nil {
			t.Error(err)
		}
	}
}
