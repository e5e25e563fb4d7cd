package model

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"
)

// patience is how long a reply may take that must come.
const patience = 30 * time.Second

// A subject is a server that programs run against.
type subject interface {
	// dial connects the client of that number.
	dial(client int) (net.Conn, error)
	kinds() []kind
	// blocker is the kind of request that blocks for longest.
	blocker() string
	// emit sends an event, and release lets a blocked command end. They report false
	// if the server cannot be told to.
	emit() bool
	release() bool
	// releaseAll lets all commands end, now and later.
	releaseAll()
	// emitted is the number of the last event.
	emitted() int
	// discards reports whether it discards what is queued of a client that ends its
	// sending.
	discards() bool
}

// A client runs its steps of a program.
type client struct {
	connection
	conn   net.Conn
	in     *bufio.Reader
	ending bool // it sends no more
}

// A run is a program that runs.
type run struct {
	t       *rapid.T
	s       subject
	clients []*client // nil: not connected
	// blocked counts the commands that may block: more were sent than were let go.
	blocked int
	left    bool // a client has left whose command may run still
}

const mostClients = 3

// runProgram draws a program and runs it.
func runProgram(t *rapid.T, s subject) {
	r := &run{t: t, s: s, clients: make([]*client, mostClients)}
	defer func() {
		s.releaseAll()
		for _, c := range r.clients {
			if c != nil {
				_ = c.conn.Close()
			}
		}
	}()
	step := rapid.Custom(func(t *rapid.T) step {
		return step{
			op:     rapid.SampledFrom(operations).Draw(t, "op"),
			client: rapid.IntRange(0, mostClients-1).Draw(t, "client"),
			kinds:  rapid.SliceOfN(rapid.SampledFrom(s.kinds()), 1, 12).Draw(t, "kinds"),
			fill:   rapid.IntRange(queueLength-2, queueLength+1).Draw(t, "fill"),
			first:  rapid.SampledFrom(firsts).Draw(t, "first"),
			id:     rapid.IntRange(0, len(idForms)-1).Draw(t, "id"),
		}
	})
	for _, st := range rapid.SliceOfN(step, 1, 40).Draw(t, "program") {
		r.step(st)
	}
	r.finish()
}

// A step is what one client does, or the server.
type step struct {
	op     string
	client int
	kinds  []kind
	first  string // what a client sends first
	id     int
	fill   int // how many in-band requests to fill the queue with
}

var (
	operations = []string{"send", "pipeline", "fill", "collect", "release", "event", "end sending", "leave"}
	firsts     = []string{"negotiation with oob", "negotiation with oob", "negotiation", ""}
)

// step carries out a step. It connects the client if that is not connected.
func (r *run) step(st step) {
	switch st.op {
	case "release":
		if r.blocked > 0 && r.s.release() {
			r.blocked--
		}
		return
	case "event":
		r.s.emit()
		return
	}
	c := r.connect(st.client, st.first)
	switch st.op {
	case "send":
		r.send(c, st.id, st.kinds[0])
	case "pipeline":
		r.send(c, st.id, st.kinds...)
	case "fill": // the queue, or nearly, and see whether a request overtakes it
		r.collect(c)
		kinds := slices.Repeat([]kind{r.kind("command")}, st.fill)
		kinds[0] = r.kind(r.s.blocker())
		r.send(c, st.id, append(kinds, r.kind("out-of-band"))...)
		r.collect(c)
	case "collect":
		r.collect(c)
	case "end sending":
		if !r.s.discards() {
			c.ending = true
			_ = c.conn.(*net.UnixConn).CloseWrite()
		}
	case "leave":
		r.leave(st.client)
	}
}

// kind is the kind of that name.
func (r *run) kind(name string) kind {
	kinds := r.s.kinds()
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })]
}

func (r *run) connect(number int, first string) *client {
	if c := r.clients[number]; c != nil {
		return c
	}
	conn, err := r.s.dial(number)
	if err != nil {
		r.t.Fatal(err)
	}
	c := &client{conn: conn, in: bufio.NewReader(conn), connection: connection{first: -1}}
	r.clients[number] = c
	for !c.greeted {
		r.receive(c)
	}
	if first != "" {
		r.send(c, 0, r.kind(first))
	}
	return c
}

// leave closes a connection. What QEMU has not answered then it may give to the next
// client (docs/protocol.md), so all is collected before.
func (r *run) leave(number int) {
	c := r.clients[number]
	if r.s.discards() {
		r.collect(c)
	}
	r.left = r.left || len(c.inOrder) > 0
	_ = c.conn.Close()
	r.clients[number] = nil
}

// idForms are the values that an id may have. The last is none.
var idForms = []string{`%d`, `"%d"`, `{"a": [%d, null]}`, `-%d`, `"\u00e9 %d"`, `%d.5`, ``}

// send sends requests in one write.
func (r *run) send(c *client, form int, kinds ...kind) {
	if c.ending {
		return
	}
	var text strings.Builder
	for _, k := range kinds {
		id := fmt.Sprintf(strings.ReplaceAll(idForms[form], "%d", "%[1]d"), c.requests+1)
		if idForms[form] == "" {
			id = ""
			if k.oob { // a reply without id is in-band
				id = fmt.Sprint(c.requests + 1)
			}
		}
		text.WriteString(c.request(k, id))
		if k.blocks && c.inOrder[len(c.inOrder)-1].want == "" {
			r.blocked++
		}
	}
	_ = c.conn.SetWriteDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c.conn, text.String()); err != nil {
		r.t.Fatalf("sending: %v", err)
	}
}

// request notes a request and returns its text.
func (c *client) request(k kind, id string) string {
	var value any
	member := ""
	if id != "" && strings.Contains(k.text, "%s") {
		_ = json.Unmarshal([]byte(id), &value)
		member = `, "id": ` + id
	}
	c.expect(k, value)
	return strings.ReplaceAll(k.text, "%s", member)
}

// collect reads the replies that must come by now.
func (r *run) collect(c *client) {
	for r.blocked == 0 && !c.done() || c.certain(r.isAlone(c)) {
		r.receive(c)
	}
}

// isAlone reports whether no other client ever had a request that may run now.
func (r *run) isAlone(c *client) bool {
	for _, other := range r.clients {
		if other != nil && other != c && len(other.inOrder) > 0 {
			return false
		}
	}
	return !r.left
}

// receive reads one line and checks it.
func (r *run) receive(c *client) {
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	line, err := c.in.ReadBytes('\n')
	if err != nil {
		r.t.Fatalf("after %q: %v; expected in-band %v, out-of-band %v", line, err, names(c.inOrder), names(c.overtake))
	}
	met, err := c.observe(line)
	if err != nil {
		r.t.Fatalf("got %s: %v", line, err)
	}
	if met != nil && met.negotiates && met.want == "" {
		c.first = r.s.emitted() + 1
	}
}

// finish lets all commands end, and expects all replies and events.
func (r *run) finish() {
	r.s.releaseAll()
	r.blocked = 0
	for _, c := range r.clients {
		if c == nil {
			continue
		}
		r.collect(c)
		if c.ending {
			r.expectEnd(c)
		}
	}
	if !r.s.emit() {
		return
	}
	for _, c := range r.clients {
		if c == nil || c.ending || !c.confirmed {
			continue
		}
		for len(c.events) == 0 || c.events[len(c.events)-1] != r.s.emitted() {
			r.receive(c)
		}
		if c.events[0] > c.first {
			r.t.Fatalf("the first event is %d, want %d at the latest", c.events[0], c.first)
		}
	}
}

// expectEnd expects the server to end the connection, with nothing but events before.
func (r *run) expectEnd(c *client) {
	for {
		_ = c.conn.SetReadDeadline(time.Now().Add(patience))
		line, err := c.in.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return
		}
		if err == nil {
			_, err = c.observe(line)
		}
		if err != nil {
			r.t.Fatalf("got %q, %v; want the end", line, err)
		}
	}
}
