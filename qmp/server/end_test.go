package server_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// closeWrite ends the client's sending.
func (m *monitor) closeWrite() {
	m.t.Helper()
	if err := m.Conn.(*net.UnixConn).CloseWrite(); err != nil {
		m.t.Fatal(err)
	}
}

func TestServerAnswersEverythingAfterHalfClose(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	m := s.connect(false)
	m.send("%s", strings.Repeat(`{"execute": "ping", "id": 1}`, 100)+`{"execute": "ping"`)
	m.closeWrite()
	for range 100 {
		m.expect(success("1"))
	}
	m.expectEnd()
}

func TestServerAnswersARunningCommandAfterHalfClose(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g))
	m := blocked(t, s, g, false)
	m.send(`{"execute": "ping", "id": 1}`)
	m.closeWrite()
	g.open()
	m.expect(success(`"block"`), success("1"))
	m.expectEnd()
}

func TestServerAnswersTheQueueAfterHalfCloseWithOOB(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		m := blocked(t, s, g, true)
		m.send(`{"execute": "ping", "id": 1}{"execute": "ping", "id": 2}{"exec-oob": "rescue", "id": "oob"}`)
		m.closeWrite()
		m.expect(success(`"oob"`))
		g.open()
		m.expect(success(`"block"`), success("1"), success("2"))
		m.expectEnd()
	})
}

func TestServerDiscardsTheQueueAtTheEndWithOOB(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		m := blocked(t, s, g, true)
		m.send(`{"execute": "block", "id": "queued"}{"exec-oob": "rescue", "id": "oob"}`)
		m.expect(success(`"oob"`))
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		next := s.dial()
		next.receive() // so the last connection has ended
		g.open()
		next.send(`{"execute": "qmp_capabilities"}{"execute": "ping", "id": 1}`)
		next.expect(`{"return": {}}`, success("1"))
		select {
		case <-g.entered:
			t.Error("the queued request was executed")
		default:
		}
	}, server.WithSingleClient())
}

// A client that leaves while its command runs is noticed at once, with its
// requests unread or queued, and the next one on its socket is served.
func TestServerNoticesAHangUpWhileSuspended(t *testing.T) {
	for _, test := range []struct {
		name   string
		oob    bool
		unread string
	}{
		{"waiting for a reply", false, ""},
		{"waiting for a reply, input unread", false, strings.Repeat(`{"execute": "block"}`, 5000)},
		{"queue full", true, strings.Repeat(`{"execute": "block"}`, 8)},
		{"queue full, input unread", true, strings.Repeat(`{"execute": "block"}`, 5000)},
	} {
		for _, halfClosed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, half-closed before: %v", test.name, halfClosed), func(t *testing.T) {
				inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
					m := blocked(t, s, g, test.oob)
					m.send("%s", test.unread)
					if halfClosed {
						m.closeWrite()
					}
					if err := m.Close(); err != nil {
						t.Fatal(err)
					}
					next := s.dial()
					next.receive()
					next.send(`{"execute": "qmp_capabilities"}`)
					g.open()
					next.expect(`{"return": {}}`)
					select {
					case <-g.entered:
						t.Error("a request of the client that left was executed")
					default:
					}
				}, server.WithSingleClient())
			})
		}
	}
}

func TestServerShutdownLetsCommandsEnd(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		idle, waiting := s.connect(true), s.connect(false)
		m := blocked(t, s, g, true)
		m.send(`{"execute": "ping", "id": "queued"}{"exec-oob": "rescue", "id": "oob"}`)
		m.expect(success(`"oob"`))
		waiting.send(`{"execute": "ping", "id": "never"}`)
		done := make(chan error, 1)
		go func() { done <- s.Shutdown(context.Background()) }()
		idle.expectEnd()
		waiting.expectEnd()
		g.open()
		m.expect(success(`"block"`))
		m.expectEnd()
		if err := <-done; err != nil {
			t.Error(err)
		}
		ours, theirs := net.Pipe()
		defer ours.Close()
		if err := s.ServeConn(t.Context(), theirs); !errors.Is(err, server.ErrClosed) {
			t.Errorf("ServeConn after Shutdown: %v", err)
		}
	})
}

// A reader that waits for room in its queue ends with the command that runs.
func TestServerShutdownEndsASessionWithAFullQueue(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		idle, m := s.connect(true), blocked(t, s, g, true)
		m.send("%s", strings.Repeat(`{"execute": "ping", "id": "queued"}`, 8))
		for !server.IsSuspended(s.Server) {
			runtime.Gosched()
		}
		done := make(chan error, 1)
		go func() { done <- s.Shutdown(t.Context()) }()
		idle.expectEnd()
		g.open()
		m.expect(success(`"block"`))
		m.expectEnd()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

func TestServerShutdownHasADeadline(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g))
	m := blocked(t, s, g, false)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown returned %v", err)
	}
	m.expectEnd()
}

func TestServeConnEndsWithItsContext(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	ours, theirs := net.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.ServeConn(ctx, theirs) }()
	m := newMonitor(t, ours)
	m.negotiate(true)
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if _, err := ours.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the connection: %v", err)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	m := newMonitor(t, conn)
	m.negotiate(true)
	cancel()
	if err := <-served; !errors.Is(err, context.Canceled) {
		t.Errorf("Serve returned %v", err)
	}
	m.expectEnd()
}

type contextKey struct{}

func TestServerGivesHandlersTheConnectionsValues(t *testing.T) {
	table := &server.DispatchTable{Commands: []server.Command{{Name: "value", Handler: func(ctx context.Context, _ server.Args) (any, error) {
		return ctx.Value(contextKey{}), nil
	}}}}
	s := serveTable(t, table)
	ours, theirs := net.Pipe()
	served := make(chan error, 1)
	go func() { served <- s.ServeConn(context.WithValue(t.Context(), contextKey{}, "ours"), theirs) }()
	m := newMonitor(t, ours)
	m.negotiate(false)
	m.send(`{"execute": "value"}`)
	m.expect(`{"return": "ours"}`)
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// A handler that ignores its context keeps neither Serve nor ServeConn, with each
// executor and in each goroutine that runs commands.
func TestServeReturnsAlthoughAHandlerIgnoresItsContext(t *testing.T) {
	ends := map[string]func(s *server.Server, cancel func()){
		"Close":                    func(s *server.Server, _ func()) { _ = s.Close() },
		"the connection's context": func(_ *server.Server, cancel func()) { cancel() },
		"Shutdown with a deadline": func(s *server.Server, _ func()) {
			ctx, stop := context.WithTimeout(context.Background(), time.Millisecond)
			defer stop()
			_ = s.Shutdown(ctx)
		},
	}
	executors := map[string][]server.Option{
		"default":          nil,
		"goroutine a call": {server.WithExecutor(server.ExecutorFunc(func(run func()) { go run() }))},
	}
	requests := []string{`{"execute": "stuck"}`, `{"execute": "stuck-coroutine"}`, `{"exec-oob": "stuck-oob"}`}
	for end, apply := range ends {
		for executor, opts := range executors {
			for _, request := range requests {
				for _, quick := range []bool{false, true} {
					t.Run(fmt.Sprintf("%s, %s, %s, quick before: %v", end, executor, request, quick), func(t *testing.T) {
						leaks := goleak.IgnoreCurrent()
						entered, release := make(chan struct{}), make(chan struct{})
						stuck := func(context.Context, server.Args) (any, error) {
							close(entered)
							<-release
							return nil, nil
						}
						table := &server.DispatchTable{Commands: []server.Command{
							{Name: "stuck", Handler: stuck},
							{Name: "stuck-coroutine", Handler: stuck, Flags: server.Coroutine},
							{Name: "stuck-oob", Handler: stuck, Flags: server.AllowOOB},
						}}
						s := server.New(table, opts...)
						if quick {
							server.SetQuick(s, "stuck", true)
							server.SetQuick(s, "stuck-coroutine", true)
						}
						l, err := net.Listen("unix", filepath.Join(t.TempDir(), "qmp"))
						if err != nil {
							t.Fatal(err)
						}
						ctx, cancel := context.WithCancel(t.Context())
						defer cancel()
						served := testconn.Start(func() error { return s.Serve(ctx, l) })
						conn, err := net.Dial("unix", l.Addr().String())
						if err != nil {
							t.Fatal(err)
						}
						m := newMonitor(t, conn)
						m.negotiate(true)
						m.send("%s", request)
						<-entered
						apply(s, cancel)
						select {
						case err := <-served:
							if !errors.Is(err, server.ErrClosed) && !errors.Is(err, context.Canceled) {
								t.Errorf("Serve returned %v", err)
							}
						case <-time.After(patience):
							t.Fatal("Serve did not return")
						}
						m.expectEnd()
						close(release)
						_ = s.Close()
						goleak.VerifyNone(t, leaks)
					})
				}
			}
		}
	}
}
