package server_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// crowdTable has commands that return their arguments, in-band and
// out-of-band.
func crowdTable() *server.DispatchTable {
	echo := func(_ context.Context, args server.Args) (any, error) { return args.Raw(), nil }
	return &server.DispatchTable{Commands: []server.Command{
		{Name: "qmp_capabilities"},
		{Name: "echo", Handler: echo},
		{Name: "echo-oob", Flags: server.AllowOOB, Handler: echo},
	}}
}

// A thousand clients at once on one server, each with several calls under way
// and every third one leaving in the midst of them. Every reply finds the call
// that it belongs to, what is cut off fails with the cause, and nothing is
// left of those who left.
func TestThousandConnectionsMixNothingUp(t *testing.T) {
	clients := 1000
	if testing.Short() {
		clients = 100
	}
	s := serveTable(t, crowdTable())
	before := testconn.HeapInUse()
	conns := make([]*qmp.Conn, clients)
	var all sync.WaitGroup
	for i := range conns {
		all.Go(func() {
			c, err := qmp.Dial(t.Context(), "unix:"+s.path)
			if err != nil {
				t.Error(err)
				return
			}
			conns[i] = c
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	for i, c := range conns {
		all.Go(func() { callFromMany(t, c, i) })
	}
	all.Wait()
	const each = 256 << 10
	if grown := testconn.HeapInUse() - before; grown > int64(clients)*each {
		t.Errorf("%d connections take %d bytes", clients, grown)
	}
	for _, c := range conns {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// callFromMany calls the server from several goroutines. The first one's last
// call of every third connection is to close it.
func callFromMany(t *testing.T, c *qmp.Conn, number int) {
	leaves := number%3 == 0
	var callers sync.WaitGroup
	for caller := range 4 {
		callers.Go(func() {
			for i := range 10 {
				if leaves && caller == 0 && i == 5 {
					_ = c.Close()
				}
				err := callEcho(t.Context(), c, number, caller, i)
				if leaves && errors.Is(err, qmp.ErrClosed) {
					return
				}
				if err != nil {
					t.Errorf("client %d, caller %d, call %d: %v", number, caller, i, err)
				}
			}
		})
	}
	callers.Wait()
}

// callEcho sends a value that no other call sends, and expects it back.
func callEcho(ctx context.Context, c *qmp.Conn, number, caller, i int) error {
	want := fmt.Sprintf(`{"value": "%d.%d.%d"}`, number, caller, i)
	return testconn.Echo(ctx, c, i%3 == 0, want)
}
