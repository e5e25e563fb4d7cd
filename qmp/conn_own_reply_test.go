//go:build unix

package qmp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A call that is alone reads its reply itself. These tests are about what else
// happens then, on sockets, as only those allow it.

// aloneCalls executes a few commands one after the other, of which the later
// ones read their replies themselves.
func aloneCalls(t *testing.T, c *qmp.Conn) {
	t.Helper()
	for range 3 {
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// answerAlone plays the server to aloneCalls.
func (p *peer) answerAlone() {
	p.t.Helper()
	for range 3 {
		p.answer(p.expect("x"), "{}")
	}
}

func TestCallThatReadsCanBeCancelledInTheMiddleOfItsReply(t *testing.T) {
	half, cancelled := make(chan struct{}), make(chan struct{})
	c := connectSocket(t, func(p *peer, _ *net.UnixConn) {
		p.answerAlone()
		r := p.expect("first")
		_, _ = io.WriteString(p.conn, `{"return": {"a"`)
		close(half)
		<-cancelled
		_, _ = fmt.Fprintf(p.conn, `: 1}, "id": %s}`, r.ID)
		p.answer(p.expect("second"), "2")
	})
	aloneCalls(t, c)
	ctx, cancel := context.WithCancel(t.Context())
	first := testconn.Execute(ctx, c, "first")
	<-half
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("first: %v, want context.Canceled", err)
	}
	close(cancelled)
	var got int
	if err := c.Execute(t.Context(), "second", nil, &got); err != nil || got != 2 {
		t.Errorf("second: %d, %v, want its own reply", got, err)
	}
}

func TestCallThatReadsServesTheOthers(t *testing.T) {
	received := make(chan struct{})
	c := connectSocket(t, func(p *peer, _ *net.UnixConn) {
		p.answerAlone()
		first := p.expect("first")
		close(received)
		p.answer(p.expect("second"), "2")
		p.answer(p.expect("third"), "3")
		p.answer(first, "1")
	})
	aloneCalls(t, c)
	var got int
	first := testconn.Start(func() error { return c.Execute(t.Context(), "first", nil, &got) })
	<-received
	for i, name := range []string{"second", "third"} {
		var got int
		if err := c.Execute(t.Context(), name, nil, &got); err != nil || got != i+2 {
			t.Errorf("%s: %d, %v, want %d", name, got, err, i+2)
		}
	}
	if err := <-first; err != nil || got != 1 {
		t.Errorf("first: %d, %v, want 1", got, err)
	}
}

func TestCallThatReadsFailsWithTheCause(t *testing.T) {
	for _, tt := range []struct {
		name string
		end  func(*peer)
		want string
	}{
		{"hang-up", func(*peer) {}, "x: qmp: the server closed the connection: EOF"},
		{"nonsense", func(p *peer) { p.sendf("hello") }, "x: qmp: connection lost: the server sent 'h' where a JSON object should begin: this is not QMP"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := connectSocket(t, func(p *peer, _ *net.UnixConn) {
				p.answerAlone()
				p.expect("x")
				_, _ = p.conn.Read(make([]byte, 1)) // the end of the line
				tt.end(p)
			})
			aloneCalls(t, c)
			if err := c.Execute(t.Context(), "x", nil, nil); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// Events, and the end, come to those who wait for them without any call.
func TestEventsComeThoughNobodyCalls(t *testing.T) {
	subscribed := make(chan struct{})
	c := connectSocket(t, func(p *peer, _ *net.UnixConn) {
		p.answerAlone()
		<-subscribed
		p.sendf(`{"event": "A"}`)
	})
	aloneCalls(t, c)
	sub := c.Subscribe()
	close(subscribed)
	if ev, err := sub.Next(t.Context()); err != nil || ev.Name != "A" {
		t.Errorf("got %v, %v", ev, err)
	}
	sub.Close()
	<-c.Done()
	if err := c.Err(); !errors.Is(err, io.EOF) {
		t.Errorf("Err() = %v, want io.EOF", err)
	}
}

// Also to those who begin to wait while a call reads, whose reply is not there.
func TestEventsComeWhileACallReads(t *testing.T) {
	received, subscribed := make(chan struct{}), make(chan struct{})
	c := connectSocket(t, func(p *peer, _ *net.UnixConn) {
		p.answerAlone()
		r := p.expect("slow")
		close(received)
		<-subscribed
		p.sendf(`{"event": "A"}`)
		p.answer(p.expect("fast"), "{}")
		p.answer(r, "{}")
	})
	aloneCalls(t, c)
	slow := testconn.Execute(t.Context(), c, "slow")
	<-received
	sub := c.Subscribe()
	close(subscribed)
	if ev, err := sub.Next(t.Context()); err != nil || ev.Name != "A" {
		t.Errorf("got %v, %v", ev, err)
	}
	if err := c.Execute(t.Context(), "fast", nil, nil); err != nil {
		t.Error(err)
	}
	if err := <-slow; err != nil {
		t.Error(err)
	}
}
