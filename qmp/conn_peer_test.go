package qmp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

const (
	greetingOOB   = `{"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 9}, "package": "test"}, "capabilities": ["oob"]}}`
	greetingNoOOB = `{"QMP": {"version": {"qemu": {"micro": 1, "minor": 2, "major": 9}, "package": ""}, "capabilities": []}}`
)

// A peer is the server's side of a connection, played by the test.
type peer struct {
	t    *testing.T
	conn net.Conn
	dec  *json.Decoder
}

// A request is what a peer was sent.
type request struct {
	Execute   string
	ExecOOB   string `json:"exec-oob"`
	Arguments json.RawMessage
	ID        json.RawMessage
	Control   json.RawMessage
}

func newPeer(t *testing.T, conn net.Conn) *peer {
	return &peer{t: t, conn: conn, dec: json.NewDecoder(conn)}
}

// pipe connects a test to a peer. Writes wait for the other side to read,
// which no real socket is so strict about.
func pipe(t *testing.T) (net.Conn, *peer) {
	client, server := net.Pipe()
	t.Cleanup(func() {
		_ = server.Close()
	})
	return client, newPeer(t, server)
}

// sendf sends a line, or breaks off when the client has left.
func (p *peer) sendf(format string, args ...any) {
	p.t.Helper()
	if _, err := fmt.Fprintf(p.conn, format+"\r\n", args...); err != nil {
		p.t.Errorf("peer: %v", err)
	}
}

func (p *peer) receive() request {
	p.t.Helper()
	var r request
	if err := p.dec.Decode(&r); err != nil {
		p.t.Errorf("peer: %v", err)
	}
	return r
}

// expect receives a request and checks its name.
func (p *peer) expect(name string) request {
	p.t.Helper()
	r := p.receive()
	if r.Execute+r.ExecOOB != name {
		p.t.Errorf("peer received %q, want %q", r.Execute+r.ExecOOB, name)
	}
	return r
}

func (p *peer) answer(r request, value string) {
	p.t.Helper()
	p.sendf(`{"return": %s, "id": %s}`, value, r.ID)
}

// greet plays the server's part of the handshake.
func (p *peer) greet(greeting string) {
	p.t.Helper()
	p.sendf("%s", greeting)
	p.answer(p.expect("qmp_capabilities"), "{}")
}

// serve answers every request with what answer returns until the client
// leaves. An empty answer is none.
func (p *peer) serve(answer func(request) string) {
	for {
		var r request
		err := p.dec.Decode(&r)
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrClosedPipe) {
				p.t.Errorf("peer: %v", err)
			}
			return
		}
		text := answer(r)
		if text == "" {
			continue
		}
		if _, err := io.WriteString(p.conn, text+"\r\n"); err != nil {
			return
		}
	}
}

// discard reads and ignores everything, until the connection ends.
func (p *peer) discard() {
	_, _ = io.Copy(io.Discard, p.conn)
}

// connect makes a connection to a peer that offers greeting; its part after
// the handshake is played by script.
func connect(t *testing.T, greeting string, script func(*peer), opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	nc, p := pipe(t)
	go func() {
		p.greet(greeting)
		script(p)
	}()
	c, err := qmp.NewConn(t.Context(), nc, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// executeOOB is execute, out-of-band.
func executeOOB(ctx context.Context, c *qmp.Conn, name string) <-chan error {
	return testconn.Start(func() error { return c.ExecuteOOB(ctx, name, nil, nil) })
}
