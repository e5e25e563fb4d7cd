package hostile

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A ring's member is of its own type: a ring has no end.
type ring struct{ Next, Other *ring }

var typeRing = qapi.Type{Name: "Ring", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "next", Flags: qapi.Optional}, {Name: "other", Flags: qapi.Optional},
}}

func (*ring) QAPIType() *qapi.Type { return &typeRing }

func endless() *ring {
	r := new(ring)
	r.Next, r.Other = r, r
	return r
}

// A mistold type's table does not match its Go type.
type mistold struct{ A int64 }

var typeMistold = qapi.Type{Name: "Mistold", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "a"}, {Name: "b"}}}

func (*mistold) QAPIType() *qapi.Type { return &typeMistold }

// An untableable type panics when it is asked for its table.
type untableable struct{}

func (*untableable) QAPIType() *qapi.Type { panic("no table") }

// A grim error panics when it is asked for its text, or for what it wraps.
type grim struct{}

func (grim) Error() string { panic("no text") }

type unwrapping struct{}

func (unwrapping) Error() string { return "unwrapping" }
func (unwrapping) Unwrap() error { panic("nothing wrapped") }

// wrong are handlers that do what none should. Each reply is an error, and one only.
func wrong() map[string]server.Handler {
	returns := func(v any) server.Handler {
		return func(context.Context, server.Args) (any, error) { return v, nil }
	}
	fails := func(err error) server.Handler {
		return func(context.Context, server.Args) (any, error) { return nil, err }
	}
	panics := func(v any) server.Handler {
		return func(context.Context, server.Args) (any, error) { panic(v) }
	}
	return map[string]server.Handler{
		"panic":             panics("of a handler"),
		"panic-nil":         panics(nil),
		"panic-grim":        panics(grim{}),
		"panic-runtime":     func(_ context.Context, args server.Args) (any, error) { return []int{}[len(args.Raw())], nil },
		"goexit":            func(context.Context, server.Args) (any, error) { runtime.Goexit(); return nil, nil },
		"goexit-deferred":   func(context.Context, server.Args) (any, error) { defer runtime.Goexit(); panic("first") },
		"return-func":       returns(func() {}),
		"return-chan":       returns(make(chan int)),
		"return-ring":       returns(endless()),
		"return-mistold":    returns(&mistold{}),
		"return-no-table":   returns(&untableable{}),
		"return-nil-typed":  returns((*ring)(nil)),
		"return-map":        returns(map[string]any{"a": 1}),
		"fail-grim":         fails(grim{}),
		"fail-wrapped-grim": fails(fmt.Errorf("more: %w", &qmp.Error{})),
		"fail-unwrapping":   fails(unwrapping{}),
		"fail-nil-typed":    fails((*qmp.Error)(nil)),
		"fail-large":        fails(errors.New(strings.Repeat("\x00\xff\"", 10_000))),
	}
}

// addWrong appends commands that go wrong, of all sorts there are.
func addWrong(commands []server.Command) []server.Command {
	for name, handler := range wrong() {
		commands = append(commands,
			server.Command{Name: name, Handler: handler},
			server.Command{Name: name + "-coroutine", Flags: server.Coroutine, Handler: handler},
			server.Command{Name: name + "-oob", Flags: server.AllowOOB, Handler: handler},
			server.Command{Name: name + "-quiet", Flags: server.NoReply, Handler: handler})
	}
	return commands
}

// Whatever a handler does, its request is answered once, by an error, and the
// connection and all others go on.
func TestHandlersGoWrong(t *testing.T) {
	executors := map[string][]server.Option{
		"in the reader": nil,
		"on a loop":     {server.WithExecutor(server.ExecutorFunc(func(run func()) { go run() }))},
	}
	for name, opts := range executors {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, addWrong(nil), opts...)
			h.attack(8, func(i int) {
				c := h.dial("unix")
				defer c.Close()
				c.negotiate(i%2 == 0)
				for name := range wrong() {
					c.callWrong(name, i%2 == 0)
				}
			})
			h.awaitEnds(8)
		})
	}
}

// callWrong calls a command that goes wrong in all ways that it can be called.
func (c *client) callWrong(name string, oob bool) {
	c.t.Helper()
	for _, form := range []string{"", "-coroutine", "-oob"} {
		c.send(`{"execute": "` + name + form + `", "id": 1}`)
		c.expectError(name + form)
	}
	if oob {
		c.send(`{"exec-oob": "` + name + `-oob", "id": 1}`)
		c.expectError(name)
	}
	if !strings.HasPrefix(name, "return") { // which is not sent
		c.send(`{"execute": "` + name + `-quiet", "id": 1}`)
		c.expectError(name + "-quiet")
	}
	c.send(`{"execute": "ping", "id": 2}`)
	c.expect(`{"return": {}, "id": 2}`)
}

func (c *client) expectError(command string) {
	c.t.Helper()
	if got := c.receive(); !strings.HasPrefix(got, `{"error": {"class": "`) || !strings.HasSuffix(got, `, "id": 1}`) {
		c.t.Errorf("%s is answered by %.200s", command, got)
	}
}

// A handler that hangs holds up in-band commands and no more: clients come and go,
// out-of-band commands run, and Close does not wait for it.
func TestHandlerHangs(t *testing.T) {
	h := newHost(t, nil)
	h.bystander.send(block)
	h.serveBystanderOOB()
	all(50, func(i int) {
		c := h.dial("unix")
		c.receive()
		c.send(negotiate + strings.Repeat(`{"execute": "ping"}`, i))
		c.kill()
	})
	h.awaitEnds(50)
	h.serveBystanderOOB()
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	h.bystander.drain()
	if ran := h.blocks.Load(); ran != 1 {
		t.Errorf("block ran %d times, want once", ran)
	}
}

// Handlers that hang out-of-band hold up their own connections alone.
func TestHandlersHangOutOfBand(t *testing.T) {
	const clients = 50
	release := make(chan struct{})
	begun := make(chan struct{}, 2*clients)
	h := newHost(t, []server.Command{{Name: "hang", Flags: server.AllowOOB, Handler: func(context.Context, server.Args) (any, error) {
		begun <- struct{}{}
		<-release
		return nil, nil
	}}})
	hung := make([]*client, clients)
	h.attack(clients, func(i int) {
		hung[i] = h.dial("unix")
		hung[i].negotiate(true)
		hung[i].send(`{"exec-oob": "hang"}{"exec-oob": "hang"}`)
		<-begun // of any client
	})
	for i := 0; i < clients; i += 2 {
		hung[i].kill()
	}
	h.serveBystanderOOB()
	close(release)
	for i := 1; i < clients; i += 2 {
		hung[i].expect(`{"return": {}}`, `{"return": {}}`)
		hung[i].kill()
	}
	h.awaitEnds(clients)
}

// A handler may end the server that runs it, several at once, while another blocks.
func TestHandlersEndTheServer(t *testing.T) {
	var srv atomic.Pointer[server.Server]
	closes := func(context.Context, server.Args) (any, error) { return nil, srv.Load().Close() }
	h := newHost(t, []server.Command{
		{Name: "close", Handler: closes},
		{Name: "close-oob", Flags: server.AllowOOB, Handler: closes},
	})
	srv.Store(h.Server)
	clients := make([]*client, 50)
	for i := range clients {
		clients[i] = h.dial([]string{"unix", "tcp"}[i%2])
		clients[i].negotiate(true)
	}
	all(len(clients), func(i int) {
		defer clients[i].Close()
		last := []string{`{"execute": "close"}`, `{"exec-oob": "close-oob"}`, block}[i%3]
		_, _ = clients[i].Write([]byte(`{"execute": "ping"}` + last))
		clients[i].drain()
	})
}
