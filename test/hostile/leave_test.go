package hostile

import (
	"strings"
	"testing"
)

const (
	block = `{"execute": "block"}`
	// atQueue is answered when all before it is in the queue.
	atQueue  = `{"exec-oob": "oob", "id": "queued"}`
	isQueued = `{"return": {}, "id": "queued"}`
)

// How far a client is before a command blocks all in-band work.
type progress int

const (
	connected progress = iota
	negotiated
	withOOB
)

// states are the states that a client can die in, and what brings it there.
var states = []struct {
	name   string
	before progress
	reach  func(*client)
}{
	{"before the greeting is read", connected, func(*client) {}},
	{"after the greeting", connected, func(c *client) { c.receive() }},
	{"in the middle of negotiation", connected, func(c *client) { c.send(negotiate[:len(negotiate)/2]) }},
	{"negotiation unanswered", connected, func(c *client) { c.send(negotiateOOB) }},
	{"negotiation and more unanswered", connected, func(c *client) { c.send(negotiateOOB + atQueue + block) }},
	{"idle", negotiated, func(*client) {}},
	{"idle with oob", withOOB, func(*client) {}},
	{"in the middle of a message", withOOB, func(c *client) { c.send(`{"execute": "ping", "arguments": {"a": [{"b": "`) }},
	{"in the middle of a character", negotiated, func(c *client) { c.send("{\"execute\": \"\xe2\x82") }},
	{"in the middle of a large message", withOOB, func(c *client) { c.send(`{"execute": "` + strings.Repeat("x", 300_000)) }},
	{"a request queued, without oob", negotiated, func(c *client) { c.send(block) }},
	{"requests pipelined, without oob", negotiated, func(c *client) { c.send(strings.Repeat(block, 5000)) }},
	{"requests queued", withOOB, func(c *client) {
		c.send(strings.Repeat(block, 7) + atQueue)
		c.expect(isQueued)
	}},
	{"the queue full and input unread", withOOB, func(c *client) {
		c.send(strings.Repeat(block, 6) + atQueue + strings.Repeat(block, 5000))
		c.expect(isQueued)
	}},
	{"replies unread", withOOB, func(c *client) { c.send(strings.Repeat(`{"exec-oob": "oob", "id": "unread"}`, 1000)) }},
	{"errors queued", withOOB, func(c *client) { c.send(strings.Repeat("{]\n", 5)) }},
}

// Clients die in every state, many at once, while a command blocks all in-band work.
// The server discards their queued requests and lets the command end that has begun.
func TestClientsDieInEveryState(t *testing.T) {
	const each = 10
	for _, network := range []string{"unix", "tcp"} {
		t.Run(network, func(t *testing.T) {
			h := newHost(t, nil)
			first := h.dial(network)
			first.negotiate(true)
			clients := make([]*client, each*len(states))
			all(len(clients), func(i int) {
				clients[i] = h.dial(network)
				if before := states[i%len(states)].before; before > connected {
					clients[i].negotiate(before == withOOB)
				}
			})
			first.send(block + atQueue)
			first.expect(isQueued)
			all(len(clients), func(i int) { states[i%len(states)].reach(clients[i]) })
			h.serveBystanderOOB()
			all(len(clients), func(i int) { clients[i].kill() })
			first.kill()
			h.awaitEnds(len(clients) + 1)
			h.serveBystanderOOB()
			h.letGo()
			h.serveBystander()
			if ran := h.blocks.Load(); ran != 1 {
				t.Errorf("%d of the commands ran, want the one that had begun", ran)
			}
		})
	}
}

// A client that ends only its sending gets a reply to each of its requests, however
// many others do the same.
func TestClientsEndTheirSending(t *testing.T) {
	h := newHost(t, nil)
	h.attack(100, func(i int) {
		c := h.dial([]string{"unix", "tcp"}[i%2])
		defer c.Close()
		c.negotiate(i%4 < 2)
		c.send(strings.Repeat(`{"execute": "ping", "id": 1}`, 50) + `{"execute": "ping`)
		if err := c.Conn.(interface{ CloseWrite() error }).CloseWrite(); err != nil {
			t.Error(err)
		}
		for range 50 {
			c.expect(`{"return": {}, "id": 1}`)
		}
		c.drain()
	})
	h.awaitEnds(100)
}

// A client that can be written to no more, though it sends on, is disconnected.
func TestClientsEndTheirReceiving(t *testing.T) {
	h := newHost(t, nil)
	h.attack(50, func(int) {
		c := h.dial("unix")
		defer c.Close()
		c.negotiate(true)
		if err := c.Conn.(interface{ CloseRead() error }).CloseRead(); err != nil {
			t.Error(err)
		}
		for {
			if _, err := c.Write([]byte(`{"execute": "ping"}{"exec-oob": "oob"}{]` + "\n")); err != nil {
				return
			}
		}
	})
	h.awaitEnds(50)
}

// Clients that come, ask once and leave, over and over.
func TestClientsComeAndGo(t *testing.T) {
	h := newHost(t, nil)
	h.attack(64, func(int) {
		for range 30 {
			c := h.dial("unix")
			c.send(negotiate + `{"execute": "ping"}`)
			c.receive()
			c.kill()
		}
	})
	h.awaitEnds(64 * 30)
}
