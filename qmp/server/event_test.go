package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

type haltEvent struct{}

var typeHaltEvent = qapi.Type{Name: "STOP", Kind: qapi.KindStruct}

func (haltEvent) EventName() string        { return "STOP" }
func (*haltEvent) QAPIType() *qapi.Type    { return &typeHaltEvent }
func (portEvent) EventName() string        { return "PORT" }
func (*portEvent) QAPIType() *qapi.Type    { return &typePortEvent }
func (unknownEvent) EventName() string     { return "UNKNOWN" }
func (*unknownEvent) QAPIType() *qapi.Type { return &typeHaltEvent }

type portEvent struct {
	ID    string
	Value int64
}

var typePortEvent = qapi.Type{Name: "PORT", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "id"}, {Name: "value"}}}

type unknownEvent struct{}

// eventTable has the command emit, which emits STOP.
func eventTable(srv *atomic.Pointer[server.Server]) *server.DispatchTable {
	table := basicTable(newGate())
	table.Events = []server.EventInfo{{Name: "STOP"}, {Name: "PORT", Flags: server.DeprecatedEvent}}
	table.Commands = append(table.Commands, server.Command{Name: "emit", Handler: func(context.Context, server.Args) (any, error) {
		return nil, srv.Load().Emit(haltEvent{})
	}})
	return table
}

func serveEvents(t *testing.T, opts ...server.Option) *testServer {
	t.Helper()
	var srv atomic.Pointer[server.Server]
	s := serveTable(t, eventTable(&srv), opts...)
	srv.Store(s.Server)
	return s
}

// eventOf decodes a line that must be an event.
func eventOf(t *testing.T, line string) (name string, at time.Time, data string) {
	t.Helper()
	var e struct {
		Event     string
		Timestamp struct{ Seconds, Microseconds int64 }
		Data      json.RawMessage
	}
	if err := json.Unmarshal([]byte(line), &e); err != nil || e.Event == "" {
		t.Fatalf("%s is no event", line)
	}
	return e.Event, time.Unix(e.Timestamp.Seconds, e.Timestamp.Microseconds*1000), string(e.Data)
}

func TestServerSendsAnEventBeforeTheReplyOfItsCommand(t *testing.T) {
	s := serveEvents(t)
	watcher, negotiating := s.connect(false), s.dial()
	negotiating.receive()
	m := s.connect(true)
	for i := range 100 {
		m.send(`{"execute": "emit", "id": %d}`, i)
		before := time.Now().Add(-time.Second)
		name, at, data := eventOf(t, m.receive())
		if name != "STOP" || at.Before(before) || data != "" {
			t.Fatalf("got %s at %v with %q", name, at, data)
		}
		m.expect(success(fmt.Sprint(i)))
		if name, _, _ := eventOf(t, watcher.receive()); name != "STOP" {
			t.Fatalf("the other monitor got %s", name)
		}
	}
	// A client that negotiates late never sees the events of before.
	negotiating.send(`{"execute": "qmp_capabilities", "id": 1}`)
	negotiating.expect(success("1"))
	if err := s.Emit(portEvent{ID: "é", Value: 1}); err != nil {
		t.Fatal(err)
	}
	if _, _, data := eventOf(t, negotiating.receive()); data != `{"id": "\u00E9", "value": 1}` {
		t.Errorf("got %s", data)
	}
}

func TestServerSendsEventsInOneOrder(t *testing.T) {
	s := serveEvents(t)
	first, second := s.connect(false), s.connect(true)
	var emitters sync.WaitGroup
	for i := range 8 {
		emitters.Go(func() {
			for j := range 50 {
				if err := s.Emit(portEvent{Value: int64(100*i + j)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 400 {
		if a, b := first.receive(), second.receive(); a != b {
			t.Fatalf("one monitor got %s, the other %s", a, b)
		}
	}
	emitters.Wait()
}

func TestServerRefusesToEmitUnknownEvents(t *testing.T) {
	s := serveEvents(t)
	if err := s.Emit(unknownEvent{}); err == nil {
		t.Error("an event was emitted that the schema does not have")
	}
}

func TestServerHidesEventsByPolicy(t *testing.T) {
	for _, tt := range []struct {
		name   string
		flags  server.EventFlags
		policy qapi.OutputPolicy
		first  string // of the events that arrive
	}{
		{"nothing is hidden", server.DeprecatedEvent | server.UnstableEvent, qapi.OutputPolicy{}, "PORT"},
		{"deprecated", server.DeprecatedEvent, qapi.OutputPolicy{HideDeprecated: true}, "STOP"},
		{"unstable", server.UnstableEvent, qapi.OutputPolicy{HideUnstable: true}, "STOP"},
		{"the other feature", server.UnstableEvent, qapi.OutputPolicy{HideDeprecated: true}, "PORT"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var srv atomic.Pointer[server.Server]
			table := eventTable(&srv)
			table.Events[1].Flags = tt.flags
			s := serveTable(t, table, server.WithOutputPolicy(tt.policy))
			srv.Store(s.Server)
			m := s.connect(false)
			if err := s.Emit(portEvent{}); err != nil {
				t.Fatal(err)
			}
			m.send(`{"execute": "emit", "id": 1}`)
			if name, _, _ := eventOf(t, m.receive()); name != tt.first {
				t.Errorf("got %s first, want %s", name, tt.first)
			}
		})
	}
}

// In a bubble time is ours, and passes when all goroutines wait.
func TestServerThrottlesEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server.New(eventTable(nil), server.WithThrottle("PORT", time.Second, "id"))
		ours, theirs := net.Pipe()
		served := make(chan error, 1)
		go func() { served <- s.ServeConn(t.Context(), theirs) }()
		m := newMonitor(t, ours)
		if err := m.SetDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		m.negotiate(false)

		start := time.Now()
		emit := func(id string, value int64) {
			if err := s.Emit(portEvent{ID: id, Value: value}); err != nil {
				t.Fatal(err)
			}
		}
		expect := func(data string, occurred, arrives time.Duration) {
			t.Helper()
			_, at, got := eventOf(t, m.receive())
			if got != data || at.Sub(start) != occurred || time.Since(start) != arrives {
				t.Fatalf("got %s of %v after %v; want %s of %v after %v", got, at.Sub(start), time.Since(start), data, occurred, arrives)
			}
		}
		emit("a", 1)
		expect(`{"id": "a", "value": 1}`, 0, 0)
		emit("b", 1) // counted apart
		expect(`{"id": "b", "value": 1}`, 0, 0)
		<-time.After(300 * time.Millisecond)
		emit("a", 2)
		emit("a", 3)
		expect(`{"id": "a", "value": 3}`, 300*time.Millisecond, time.Second)
		emit("a", 4) // another interval has begun
		expect(`{"id": "a", "value": 4}`, time.Second, 2*time.Second)
		<-time.After(3 * time.Second)
		emit("a", 5)
		expect(`{"id": "a", "value": 5}`, 5*time.Second, 5*time.Second)

		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}
