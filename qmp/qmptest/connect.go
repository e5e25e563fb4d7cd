package qmptest

import (
	"net"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// Connect returns a connection to srv in memory. At the end of the test it closes
// the connection and srv, and fails the test if a goroutine is left that the
// connection or its commands have started.
func Connect(t testing.TB, srv *server.Server, opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	ours, theirs := net.Pipe()
	return connect(t, srv, ours, theirs, opts)
}

func connect(t testing.TB, srv *server.Server, ours, theirs net.Conn, opts []qmp.ConnOption) *qmp.Conn {
	t.Helper()
	g := newGroup()
	var served sync.WaitGroup
	var conn *qmp.Conn
	var err error
	g.do(t.Context(), func() {
		// It returns an error when the client hangs up, as all clients do.
		served.Go(func() { _ = srv.ServeConn(t.Context(), theirs) })
		conn, err = qmp.NewConn(t.Context(), ours, opts...)
	})
	end := func() {
		_ = srv.Close()
		served.Wait()
	}
	if err != nil {
		end()
		t.Fatalf("qmptest: connecting: %v", err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Errorf("qmptest: closing the connection: %v", err)
		}
		end()
		g.check(t)
	})
	return conn
}
