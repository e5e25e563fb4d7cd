package server_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

func TestMiddlewareRunsAroundHandlers(t *testing.T) {
	var mu sync.Mutex
	var log []string
	logging := func(who string) server.Middleware {
		return func(c server.CommandInfo, next server.Handler) server.Handler {
			return func(ctx context.Context, args server.Args) (any, error) {
				mu.Lock()
				log = append(log, who+" "+c.Name)
				mu.Unlock()
				return next(ctx, args)
			}
		}
	}
	refuseDeprecated := func(c server.CommandInfo, next server.Handler) server.Handler {
		if !slices.Contains(c.Features, "deprecated") {
			return next
		}
		return func(context.Context, server.Args) (any, error) { return nil, errors.New("refused") }
	}
	table := basicTable(newGate())
	for i := range table.Commands {
		if table.Commands[i].Name == "rescue" {
			table.Commands[i].Features = []string{"deprecated"}
		}
	}
	s := serveTable(t, table, server.WithMiddleware(logging("outer"), refuseDeprecated), server.WithMiddleware(logging("inner")))
	m := s.connect(true)
	m.send(`{"execute": "ping", "id": 1}`)
	m.expect(success("1"))
	m.send(`{"exec-oob": "rescue", "id": 2}`)
	m.expect(`{"error": {"class": "GenericError", "desc": "refused"}, "id": 2}`)
	m.send(`{"execute": "query-version", "id": 3}`)
	m.receive()
	mu.Lock()
	defer mu.Unlock()
	if want := []string{"outer ping", "inner ping", "outer rescue"}; !slices.Equal(log, want) {
		t.Errorf("ran %q, want %q", log, want)
	}
}

func TestEmitterSendsEventsOfItsServer(t *testing.T) {
	events := server.NewEmitter()
	if err := events.Emit(portEvent{ID: "early"}); err != nil {
		t.Errorf("before there is a server: %v", err)
	}
	table := basicTable(newGate())
	table.Events = []server.EventInfo{{Name: "PORT"}}
	s := serveTable(t, table, server.WithEmitter(events))
	m := s.connect(false)
	if err := events.Emit(portEvent{ID: "one"}); err != nil {
		t.Error(err)
	}
	if name, _, _ := eventOf(t, m.receive()); name != "PORT" {
		t.Errorf("the event is %s", name)
	}
}

// The hook of a server sees what was understood, in the order of each direction.
func TestServerTracesItsMessages(t *testing.T) {
	var mu sync.Mutex
	var log []string
	s := serveTable(t, basicTable(newGate()), server.WithTrace(func(m qmp.WireMessage) {
		mu.Lock()
		defer mu.Unlock()
		log = append(log, m.Conn+" "+m.Direction.String()+" "+string(m.Data))
	}))
	m := s.connect(false)
	m.send(`{'execute': 'ping', 'id': 1}`)
	m.expect(success("1"))
	mu.Lock()
	defer mu.Unlock()
	if n := len(log); n != 5 || log[3] != `1 received {"execute":"ping","id":1}` || log[4] != `1 sent {"return": {}, "id": 1}` {
		t.Errorf("%d messages: %q", n, log)
	}
}
