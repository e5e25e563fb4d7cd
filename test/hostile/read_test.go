package hostile

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A portEvent is an event of any size.
type portEvent struct{ ID string }

var typePortEvent = qapi.Type{Name: "PORT", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "id"}}}

func (portEvent) EventName() string     { return "PORT" }
func (*portEvent) QAPIType() *qapi.Type { return &typePortEvent }

// Clients that ask on and read nothing are held at the limit, and no longer than
// until an event finds it exceeded. The others get all events meanwhile.
func TestClientsThatNeverReadAreBoundedAndDisconnected(t *testing.T) {
	const clients, limit, size = 50, 256 << 10, 32 << 10
	h := newHost(t, nil, server.WithLimits(server.Limits{OutputBytes: limit, PauseBytes: limit / 2}))
	before := testconn.NewBaseline(t)
	all(clients, func(int) {
		c := h.dial("unix")
		t.Cleanup(func() { _ = c.Close() })
		c.negotiate(true)
		c.send(strings.Repeat(`{"exec-oob": "oob", "id": "`+strings.Repeat("x", 1000)+`"}`, 100))
	})
	id := strings.Repeat("x", size)
	events := 0
	for ended := 0; ended < clients; events++ {
		// The kernel takes some too; a client that is not gone by then never will.
		if events > 10*limit/size {
			t.Fatalf("%d of %d clients are left after %d events", clients-ended, clients, events)
		}
		if err := h.Emit(portEvent{id}); err != nil {
			t.Fatal(err)
		}
		if line := h.bystander.receive(); !strings.Contains(line, id) {
			t.Fatalf("the bystander got %.100s, want the event", line)
		}
		for len(h.ended) > 0 {
			<-h.ended
			ended++
		}
		before.CheckHeap(clients * 3 * limit)
	}
	h.serveBystander()
}

// Clients that send, and read, a byte at a time get what is theirs.
func TestClientsSendAByteAtATime(t *testing.T) {
	h := newHost(t, nil)
	h.attack(100, func(i int) {
		c := h.dial("unix")
		defer c.Close()
		text := negotiateOOB + strings.Repeat(fmt.Sprintf(`{"execute": "ping", "id": "%d\u00e9"}`, i), 5)
		for k := range len(text) {
			c.send(text[k : k+1])
		}
		var got strings.Builder
		want := "{\"return\": {}}\r\n" + strings.Repeat(fmt.Sprintf("{\"return\": {}, \"id\": \"%d\\u00E9\"}\r\n", i), 5)
		c.receive()
		for one := make([]byte, 1); got.Len() < len(want); {
			if _, err := io.ReadFull(c.in, one); err != nil {
				t.Error(err)
				return
			}
			got.Write(one)
		}
		if got.String() != want {
			t.Errorf("got  %q\nwant %q", got.String(), want)
		}
	})
}

// A thousand connections with requests always waiting: everybody has a turn before
// anybody has a second one.
func TestThousandConnectionsTakeTurns(t *testing.T) {
	const clients = 1000
	h := newHost(t, nil)
	h.attack(clients, func(i int) {
		c := h.dial("unix")
		defer c.Close()
		c.negotiate(i%2 == 0)
		for range 5 {
			c.send(strings.Repeat(fmt.Sprintf(`{"execute": "ping", "id": %d}`, i), 6))
			for range 6 {
				c.expect(fmt.Sprintf(`{"return": {}, "id": %d}`, i))
			}
		}
	})
	h.awaitEnds(clients)
}
