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
	begun     atomic.Int64  // how many connections were asked for
	finished  atomic.Int64  // how many connections the server has ended
	queued    moment        // the bystander's request was in the queue
	reached   moment        // it had run
	bystander *client
	ended     chan struct{} // gets a value for each connection that ends
	served    sync.WaitGroup
}

// A moment is what had happened when it was recorded.
type moment struct {
	commands, begun, finished atomic.Int64
}

func (h *host) record(m *moment) {
	m.commands.Store(h.commands.Load())
	m.begun.Store(h.begun.Load())
	m.finished.Store(h.finished.Load())
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
	opts = append(opts, server.WithCallHook(h.called), server.WithLogger(slog.New(&endHandler{host: h})))
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
		h.record(&h.queued)
	case c.Command == "bystander":
		h.record(&h.reached)
	case !c.OOB:
		h.commands.Add(1)
	}
}

// serveBystander has the bystander call, and checks that while its request is in the
// queue, each other connection runs one command at most, a new connection included.
// One more may be running already.
func (h *host) serveBystander() {
	h.t.Helper()
	h.bystander.send(`{"execute": "bystander", "id": 1}{"exec-oob": "mark", "id": 2}`)
	h.bystander.expectAnyOrder(`{"return": {}, "id": 1}`, `{"return": {}, "id": 2}`)
	waited := h.reached.commands.Load() - h.queued.commands.Load()
	connections := h.reached.begun.Load() - h.queued.finished.Load() - 1 // without its own
	if waited > connections+1 {
		h.t.Errorf("%d commands ran while the bystander waited, with %d other connections", waited, connections)
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
	host *host
}

func (*endHandler) Enabled(context.Context, slog.Level) bool { return true }

func (h *endHandler) WithAttrs([]slog.Attr) slog.Handler { return h }

func (h *endHandler) Handle(_ context.Context, r slog.Record) error {
	if r.Message == "connection ended" {
		h.host.finished.Add(1)
		h.host.ended <- struct{}{}
	}
	return nil
}
