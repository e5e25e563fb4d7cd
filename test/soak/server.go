package main

import (
	"context"
	"errors"
	"time"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A host is the server that is restarted.
type host struct {
	path string
	*figures
}

type noteEvent struct{ Text string }

var typeNoteEvent = qapi.Type{Name: "NOTE", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "text"}}}

func (noteEvent) EventName() string     { return "NOTE" }
func (*noteEvent) QAPIType() *qapi.Type { return &typeNoteEvent }

// table has commands that return their arguments.
func table() *server.DispatchTable {
	echo := func(_ context.Context, args server.Args) (any, error) { return args.Raw(), nil }
	return &server.DispatchTable{
		Commands: []server.Command{
			{Name: "qmp_capabilities"},
			{Name: "echo", Handler: echo},
			{Name: "echo-oob", Flags: server.AllowOOB, Handler: echo},
			{Name: "panic", Handler: func(context.Context, server.Args) (any, error) { panic("as it was told") }},
		},
		Events: []server.EventInfo{{Name: "NOTE"}},
	}
}

// serveAndRestart runs a server, and restarts it: by Close and by Shutdown in turn.
func (h *host) serveAndRestart(ctx context.Context, every time.Duration) {
	for graceful := false; ctx.Err() == nil; graceful = !graceful {
		h.serveOnce(ctx, every, graceful)
		h.restarts.Add(1)
	}
}

const eventEvery = 20 * time.Millisecond

func (h *host) serveOnce(ctx context.Context, every time.Duration, graceful bool) {
	l, err := server.Listen("unix:" + h.path)
	if err != nil {
		h.failed(err)
		return
	}
	srv := server.New(table(), server.WithLimits(server.Limits{OutputBytes: 1 << 20, PauseBytes: 512 << 10}))
	served := make(chan error, 1)
	go func() { served <- srv.Serve(context.WithoutCancel(ctx), l) }()
	end, tick := time.After(every), time.NewTicker(eventEvery)
	defer tick.Stop()
	for waiting := true; waiting; {
		select {
		case <-tick.C:
			if err := srv.Emit(noteEvent{"text"}); err != nil {
				h.failed(err)
			}
		case <-ctx.Done():
			waiting = false
		case <-end:
			waiting = false
		}
	}
	if graceful { // clients that do not read hold it up
		bound, cancel := context.WithTimeout(context.Background(), time.Second)
		_ = srv.Shutdown(bound)
		cancel()
	}
	_ = srv.Close()
	if err := <-served; !errors.Is(err, server.ErrClosed) {
		h.failed(err)
	}
}

// failed counts an error that nothing explains.
func (f *figures) failed(err error) {
	text := err.Error()
	f.firstOdd.CompareAndSwap(nil, &text)
	f.odd.Add(1)
}
