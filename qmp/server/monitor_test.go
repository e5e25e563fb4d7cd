package server_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// A gate is a command that tells when it runs and does not end until let go.
type gate struct {
	entered chan struct{}
	release chan struct{}
}

func newGate() *gate {
	return &gate{entered: make(chan struct{}, 100), release: make(chan struct{}, 100)}
}

func (g *gate) command(name string, flags server.CommandFlags) server.Command {
	return server.Command{Name: name, Flags: flags, Handler: func(ctx context.Context, _ server.Args) (any, error) {
		g.entered <- struct{}{}
		select {
		case <-g.release:
			return nil, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}}
}

// running waits until the command runs.
func (g *gate) running(t *testing.T) {
	t.Helper()
	select {
	case <-g.entered:
	case <-time.After(patience):
		t.Fatal("the command was not executed")
	}
}

func (g *gate) open() { g.release <- struct{}{} }

// answer is a command that returns {} at once.
func answer(name string, flags server.CommandFlags) server.Command {
	return server.Command{Name: name, Flags: flags, Handler: func(_ context.Context, args server.Args) (any, error) {
		return nil, args.None()
	}}
}

func panics(name string, flags server.CommandFlags) server.Command {
	return server.Command{Name: name, Flags: flags, Handler: func(context.Context, server.Args) (any, error) { panic("of a handler") }}
}

// basicTable has a command of each kind, and the gate's as "block".
func basicTable(g *gate) *server.DispatchTable {
	return &server.DispatchTable{
		Commands: []server.Command{
			{Name: "qmp_capabilities"}, {Name: "query-commands"}, {Name: "query-version"}, {Name: "query-qmp-schema"},
			g.command("block", 0),
			answer("ping", 0),
			answer("rescue", server.AllowOOB),
			{Name: "fail", Handler: func(context.Context, server.Args) (any, error) {
				return nil, fmt.Errorf("no luck: %w", &qmp.Error{Class: qmp.DeviceNotFound, Desc: "no device"})
			}},
			{Name: "fail-plainly", Handler: func(context.Context, server.Args) (any, error) { return nil, errors.New("no luck") }},
			panics("panic", 0), panics("panic-oob", server.AllowOOB), panics("panic-coroutine", server.Coroutine),
			{Name: "fail-with-nil", Handler: func(context.Context, server.Args) (any, error) { return nil, (*qmp.Error)(nil) }},
			{Name: "panic-in-error", Handler: func(context.Context, server.Args) (any, error) { return nil, (*badError)(nil) }},
			{Name: "quiet", Flags: server.NoReply, Handler: func(context.Context, server.Args) (any, error) { return nil, nil }},
			{Name: "status", Handler: func(context.Context, server.Args) (any, error) {
				return statusInfo{Running: true, Status: "ünning"}, nil
			}},
		},
		Introspection: `[{"name": "ping", "meta-type": "command", "arg-type": "0", "ret-type": "0"}]`,
	}
}

// A badError's text cannot be told when the pointer is nil.
type badError struct{ text string }

func (e *badError) Error() string { return e.text }

// A testServer is a server with a unix socket.
type testServer struct {
	*server.Server
	t    *testing.T
	path string
}

// serveTable serves until the test ends, and checks that no goroutine is left.
func serveTable(t *testing.T, table *server.DispatchTable, opts ...server.Option) *testServer {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	s := &testServer{Server: server.New(table, opts...), t: t, path: filepath.Join(t.TempDir(), "qmp")}
	served := s.serve(s.path)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-served; !errors.Is(err, server.ErrClosed) {
			t.Errorf("Serve returned %v", err)
		}
		goleak.VerifyNone(t, leaks)
	})
	return s
}

// serve adds a socket.
func (s *testServer) serve(path string) (served <-chan error) {
	s.t.Helper()
	l, err := net.Listen("unix", path)
	if err != nil {
		s.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(context.Background(), l) }()
	return done
}

// A monitor is a client that knows lines only.
type monitor struct {
	net.Conn
	t  *testing.T
	in *bufio.Reader
}

// dial connects; the greeting is not read.
func (s *testServer) dial() *monitor {
	s.t.Helper()
	conn, err := net.Dial("unix", s.path)
	if err != nil {
		s.t.Fatal(err)
	}
	return newMonitor(s.t, conn)
}

func newMonitor(t *testing.T, conn net.Conn) *monitor {
	t.Helper()
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return &monitor{Conn: conn, t: t, in: bufio.NewReader(conn)}
}

// connect dials and negotiates.
func (s *testServer) connect(oob bool) *monitor {
	s.t.Helper()
	m := s.dial()
	m.negotiate(oob)
	return m
}

func (m *monitor) negotiate(oob bool) {
	m.t.Helper()
	if greeting := m.receive(); !strings.HasPrefix(greeting, `{"QMP": `) {
		m.t.Fatalf("greeting %s", greeting)
	}
	if oob {
		m.send(`{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`)
	} else {
		m.send(`{"execute": "qmp_capabilities"}`)
	}
	m.expect(`{"return": {}}`)
}

func (m *monitor) send(format string, args ...any) {
	m.t.Helper()
	if _, err := fmt.Fprintf(m.Conn, format, args...); err != nil {
		m.t.Fatal(err)
	}
}

// receive returns the next line.
func (m *monitor) receive() string {
	m.t.Helper()
	line, err := m.in.ReadString('\n')
	if err != nil {
		m.t.Fatalf("after %q: %v", line, err)
	}
	text, ok := strings.CutSuffix(line, "\r\n")
	if !ok {
		m.t.Fatalf("%q does not end in CRLF", line)
	}
	return text
}

func (m *monitor) expect(lines ...string) {
	m.t.Helper()
	for _, want := range lines {
		if got := m.receive(); got != want {
			m.t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
}

// expectEnd expects the server to have closed the connection.
func (m *monitor) expectEnd() {
	m.t.Helper()
	if line, err := m.in.ReadString('\n'); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		m.t.Fatalf("got %q, %v; want the end", line, err)
	}
}

// refusal is the reply that says err.
func refusal(class qmp.ErrorClass, desc, id string) string {
	text := fmt.Sprintf(`{"error": {"class": "%s", "desc": "%s"}`, class, desc)
	if id != "" {
		text += `, "id": ` + id
	}
	return text + "}"
}

func success(id string) string { return `{"return": {}, "id": ` + id + `}` }
