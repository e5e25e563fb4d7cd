package server_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A failingListener's Accept returns what it is told to, in turn, and then
// waits until it is closed.
type failingListener struct {
	results chan any
	closed  chan struct{}
}

func (l *failingListener) Accept() (net.Conn, error) {
	select {
	case result := <-l.results:
		if conn, ok := result.(net.Conn); ok {
			return conn, nil
		}
		return nil, &net.OpError{Op: "accept", Net: "unix", Err: result.(error)}
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *failingListener) Close() error   { close(l.closed); return nil }
func (l *failingListener) Addr() net.Addr { return &net.UnixAddr{Name: "failing", Net: "unix"} }

func serveFailing(results ...any) (l *failingListener) {
	l = &failingListener{results: make(chan any, len(results)), closed: make(chan struct{})}
	for _, result := range results {
		l.results <- result
	}
	return l
}

// A server that is out of file descriptors serves on when it has some again.
func TestServeOutlivesAShortageOfDescriptors(t *testing.T) {
	var log bytes.Buffer
	s := server.New(basicTable(newGate()), server.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	ours, theirs := net.Pipe()
	l := serveFailing(syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED, theirs)
	served := make(chan error, 1)
	go func() { served <- s.Serve(context.Background(), l) }()
	m := newMonitor(t, ours)
	m.negotiate(false)
	m.send(`{"execute": "ping", "id": 1}`)
	m.expect(success("1"))
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if err := <-served; !errors.Is(err, server.ErrClosed) {
		t.Errorf("Serve returned %v", err)
	}
	if warnings := strings.Count(log.String(), "cannot accept"); warnings != 1 {
		t.Errorf("%d warnings, want 1:\n%s", warnings, log.String())
	}
}

func TestServeReturnsWhatEndsTheListener(t *testing.T) {
	s := server.New(basicTable(newGate()))
	defer s.Close()
	l := serveFailing(syscall.EINVAL)
	if err := s.Serve(t.Context(), l); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("Serve returned %v", err)
	}
	select {
	case <-l.closed:
	default:
		t.Error("the listener was not closed")
	}
}
