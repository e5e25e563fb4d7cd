package hostile

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// patience is how long a test waits for what must happen.
const patience = 3 * time.Minute

// keptHeap is how much the heap may have grown when an attack is over: what package
// net, the logger and the plans of the codec keep.
const keptHeap = 4 << 20

// A host is a server under attack. It listens at a unix socket and at a TCP port.
type host struct {
	*server.Server
	t         *testing.T
	unix, tcp string
	release   chan struct{} // closed: the command block ends
	blocks    atomic.Int64  // how often block has begun
	commands  atomic.Int64  // how many in-band commands have run
	marked    atomic.Int64  // commands when the bystander's request was in the queue
	reached   atomic.Int64  // commands when it had run
	bystander *client
	ended     chan struct{} // gets a value for each connection that ends
	served    sync.WaitGroup
}

// newHost serves until the test ends, and checks then that nothing is left. The
// table has the commands below and those of more.
func newHost(t *testing.T, more []server.Command, opts ...server.Option) *host {
	t.Helper()
	before := testconn.NewBaseline(t)
	h := &host{
		t: t, release: make(chan struct{}), ended: make(chan struct{}, 100_000),
		unix: filepath.Join(t.TempDir(), "qmp"),
	}
	table := &server.DispatchTable{Commands: append(h.commandsOfHost(), more...), Events: []server.EventInfo{{Name: "PORT"}}}
	opts = append(opts, server.WithCallHook(h.called), server.WithLogger(slog.New(&endHandler{ended: h.ended})))
	h.Server = server.New(table, opts...)
	h.unix = h.serve("unix", h.unix)
	h.tcp = h.serve("tcp", "localhost:0")
	h.bystander = h.dial("unix")
	h.bystander.negotiate(true)
	t.Cleanup(func() {
		h.letGo()
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		h.served.Wait()
		_ = h.bystander.Close()
		before.Check(keptHeap)
	})
	return h
}

// serve listens and returns the address.
func (h *host) serve(network, address string) string {
	h.t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		h.t.Fatal(err)
	}
	h.served.Go(func() {
		if err := h.Serve(context.Background(), l); !errors.Is(err, server.ErrClosed) {
			h.t.Errorf("Serve returned %v", err)
		}
	})
	return l.Addr().String()
}

func (h *host) commandsOfHost() []server.Command {
	nothing := func(context.Context, server.Args) (any, error) { return nil, nil }
	return []server.Command{
		{Name: "qmp_capabilities"},
		{Name: "ping", Handler: nothing},
		{Name: "bystander", Handler: nothing},
		{Name: "mark", Flags: server.AllowOOB, Handler: nothing},
		{Name: "oob", Flags: server.AllowOOB, Handler: nothing},
		{Name: "block", Handler: func(context.Context, server.Args) (any, error) {
			h.blocks.Add(1)
			<-h.release
			return nil, nil
		}},
	}
}

// letGo ends the command block, now and from now on.
func (h *host) letGo() {
	select {
	case <-h.release:
	default:
		close(h.release)
	}
}

// called counts commands. The bystander marks where its in-band request is in the
// queue by an out-of-band one behind it.
func (h *host) called(c server.Call) {
	switch {
	case c.Command == "mark":
		h.marked.Store(h.commands.Load())
	case c.Command == "bystander":
		h.reached.Store(h.commands.Load())
	case !c.OOB:
		h.commands.Add(1)
	}
}

// serveBystander has the bystander call, and checks that of the others, so many
// connections, each runs one command at most once its own is in the queue. One more
// may be running by then.
func (h *host) serveBystander(others int) {
	h.t.Helper()
	h.bystander.send(`{"execute": "bystander", "id": 1}{"exec-oob": "mark", "id": 2}`)
	h.bystander.expectAnyOrder(`{"return": {}, "id": 1}`, `{"return": {}, "id": 2}`)
	if waited := h.reached.Load() - h.marked.Load(); waited > int64(others)+1 {
		h.t.Errorf("%d commands ran while the bystander waited, with %d others connected", waited, others)
	}
}

// serveBystanderOOB has the bystander call out-of-band, which nobody can hold up.
func (h *host) serveBystanderOOB() {
	h.t.Helper()
	h.bystander.send(`{"exec-oob": "oob", "id": 3}`)
	h.bystander.expect(`{"return": {}, "id": 3}`)
}

// awaitEnds waits until the server has ended n connections.
func (h *host) awaitEnds(n int) {
	h.t.Helper()
	limit := time.After(patience)
	for i := range n {
		select {
		case <-h.ended:
		case <-limit:
			h.t.Fatalf("%d of %d connections have ended", i, n)
		}
	}
}

// An endHandler sees in the server's log when connections end.
type endHandler struct {
	slog.Handler
	ended chan<- struct{}
}

func (*endHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h *endHandler) WithAttrs([]slog.Attr) slog.Handler { return h }

func (h *endHandler) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "connection ended" {
		h.ended <- struct{}{}
	}
	return nil
}
