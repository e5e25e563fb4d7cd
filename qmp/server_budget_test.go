package qmp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// What messages take of the server's memory is shared by all clients, and
// given back however they end.
func TestServerBoundsMessagesOfAllClients(t *testing.T) {
	const refused = "JSON message size limit exceeded: all clients together have sent too much that is not answered yet"
	g := newGate()
	s := serveTable(t, basicTable(g), qmp.WithLimits(qmp.Limits{TotalBytes: 200 << 10}))
	half := `{"execute": "ping", "id": "` + strings.Repeat("x", 120<<10)
	greedy := []*monitor{s.connect(true), s.connect(true), s.connect(true), s.connect(true)}
	for _, m := range greedy[:3] {
		m.send("%s", half)
	}
	waitFor(t, func() bool { return qmp.HeldBytes(s.Server) == 192<<10 })
	last := greedy[3]
	last.send("%s", half+`"}`)
	last.expect(refusal(gen, refused, ""))
	for last.receive() != refusal(gen, "JSON parse error, expecting value", "") { // the rest of the message
	}
	last.send(`{"execute": "ping", "id": 1}`)
	last.expect(success("1"))

	for _, m := range greedy[:2] {
		m.send(`"}`)
		if reply := m.receive(); !strings.HasPrefix(reply, `{"return": {}, "id": "x`) {
			t.Errorf("got %.100s", reply)
		}
	}
	_ = greedy[2].Close()
	waitFor(t, func() bool { return qmp.HeldBytes(s.Server) == 0 })
	last.send("%s", half+`"}`)
	if reply := last.receive(); !strings.HasPrefix(reply, `{"return": {}, "id": "x`) {
		t.Errorf("got %.100s", reply)
	}
}

// Queued requests hold memory until they are run or discarded.
func TestServerGivesBackWhatQueuedRequestsHeld(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g))
	m := blocked(t, s, g, true)
	m.send("%s", strings.Repeat(`{"execute": "ping", "id": "`+strings.Repeat("x", 120<<10)+`"}`, 4)+`{"exec-oob": "rescue", "id": 1}`)
	m.expect(success("1"))
	waitFor(t, func() bool { return qmp.HeldBytes(s.Server) == 4*64<<10 })
	_ = m.Close()
	waitFor(t, func() bool { return qmp.HeldBytes(s.Server) == 0 })
	g.open()
}

// A message of many small tokens takes more memory than its bytes.
func TestServerCountsTokens(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	m := s.connect(false)
	m.send("%s", `{"id": [`+strings.Repeat("1,", 10_000))
	waitFor(t, func() bool { return qmp.HeldBytes(s.Server) > 500_000 })
}

// When all memory is held, it is the clients that do not read which have to
// go.
func TestServerBoundsOutputOfAllClients(t *testing.T) {
	big := strings.Repeat("x", 1<<20)
	table := basicTable(newGate())
	table.Events = []qmp.EventInfo{{Name: "PORT"}}
	s := serveTable(t, table, qmp.WithLimits(qmp.Limits{OutputBytes: 1 << 30, TotalBytes: 8 << 20}))
	reader := s.connect(false)
	for range 4 {
		s.connect(false) // and does not read
	}
	for i := range 20 {
		if err := s.Emit(portEvent{ID: big, Value: int64(i)}); err != nil {
			t.Fatal(err)
		}
		if name, _, _ := eventOf(t, reader.receive()); name != "PORT" {
			t.Errorf("got the event %s", name)
		}
		reader.send(`{"execute": "ping", "id": 1}`) // which is looked at when the event counts no more
		reader.expect(success("1"))
		if held := qmp.HeldBytes(s.Server); held > 8<<20+5<<20 {
			t.Errorf("%d bytes are held", held)
		}
	}
	waitFor(t, func() bool { return qmp.HeldBytes(s.Server) < 8<<20 })
}

// waitFor waits until a condition holds.
func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("what the test waits for did not happen")
		}
	}
}
