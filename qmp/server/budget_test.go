package server_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A message that finds no memory is refused, and the connection goes on.
func TestServerRefusesAMessageWithoutMemory(t *testing.T) {
	const refused = "JSON message size limit exceeded: all clients together have sent too much that is not answered yet"
	s := serveTable(t, basicTable(newGate()), server.WithLimits(server.Limits{TotalBytes: 1000}))
	m := s.connect(false)
	m.send("%s", `{"execute": "ping", "id": "`+strings.Repeat("x", 120<<10)+`"}`)
	m.expect(refusal(gen, refused, ""), refusal(gen, "JSON parse error, expecting value", ""))
	m.send(`{"execute": "ping", "id": 1}`)
	m.expect(success("1"))
}

// Requests hold memory until they are run or discarded.
func TestServerGivesBackWhatRequestsHeld(t *testing.T) {
	const chunk = 64 << 10
	big := `{"execute": "ping", "id": "` + strings.Repeat("x", chunk+1000) + `"}`
	g := newGate()
	s := serveTable(t, basicTable(g), server.WithSingleClient())
	m := blocked(t, s, g, true)
	m.send("%s", strings.Repeat(big, 4)+`{"exec-oob": "rescue", "id": 1}`)
	m.expect(success("1"))
	if held := server.HeldBytes(s.Server); held < 4*chunk {
		t.Errorf("the queue holds %d bytes", held)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	next := s.dial()
	next.receive() // so the last connection has ended
	if held := server.HeldBytes(s.Server); held >= chunk {
		t.Errorf("%d bytes are held for a client that is gone", held)
	}
	g.open()
	next.send("%s", `{"execute": "qmp_capabilities"}`+big+`{"execute": "ping", "id": 1}`)
	next.expect(`{"return": {}}`)
	next.receive()
	next.expect(success("1"))
	if held := server.HeldBytes(s.Server); held >= chunk {
		t.Errorf("%d bytes are held for a request that is answered", held)
	}
}

// When all memory is held, it is the clients that do not read which have to
// go.
func TestServerBoundsOutputOfAllClients(t *testing.T) {
	const limit, message = 8 << 20, 1 << 20
	big := strings.Repeat("x", message)
	table := basicTable(newGate())
	table.Events = []server.EventInfo{{Name: "PORT"}}
	s := serveTable(t, table, server.WithLimits(server.Limits{OutputBytes: 1 << 30, TotalBytes: limit}))
	reader := s.connect(false)
	for range 4 {
		s.connect(false) // and does not read
	}
	for i := range 20 {
		if err := s.Emit(portEvent{ID: big, Value: int64(i)}); err != nil {
			t.Fatal(err)
		}
		if held := server.HeldBytes(s.Server); held > limit+5*(message+1000) {
			t.Errorf("%d bytes are held", held)
		}
		if name, _, _ := eventOf(t, reader.receive()); name != "PORT" {
			t.Errorf("got the event %s", name)
		}
		reader.send(`{"execute": "ping", "id": 1}`) // which is looked at when the event counts no more
		reader.expect(success("1"))
	}
}
