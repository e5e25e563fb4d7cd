package hostile

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

const greeting = `{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 9}, "package": ""}, "capabilities": ["oob"]}}` + "\r\n"

// A liar is the server's side of a connection, and checks what clients keep.
type liar struct {
	net.Conn
	before *testconn.Baseline
}

// lie listens at a unix socket, and has each connection served by say until the test
// ends.
func lie(t *testing.T, before *testconn.Baseline, say func(*liar)) (address string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "qmp")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			served.Go(func() {
				defer conn.Close()
				say(&liar{conn, before})
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		served.Wait()
	})
	return "unix:" + path
}

// greet negotiates, and returns what reads the requests.
func greet(conn *liar) *bufio.Reader {
	_, _ = io.WriteString(conn, greeting)
	in := bufio.NewReader(conn)
	readRequest(in)
	_, _ = io.WriteString(conn, `{"return": {}, "id": 1}`)
	return in
}

// readRequest reads up to the end of a request, which has no nested braces.
func readRequest(in *bufio.Reader) (more bool) {
	text, err := in.ReadString('}')
	if strings.Contains(text, `"arguments"`) {
		_, err = in.ReadString('}')
	}
	return err == nil
}

// plenty is how much of a text without end is sent, and kept how much of it all clients
// together may keep: far less than would come of 4 clients that keep it all.
const plenty, kept = 3 << 20, 6 << 20

// repeat says text until the client hangs up, or plenty is sent.
func (l *liar) repeat(text string) {
	text = strings.Repeat(text, 1+(64<<10)/len(text))
	for sent := 0; sent < plenty; sent += len(text) {
		if _, err := io.WriteString(l, text); err != nil {
			return
		}
	}
	l.before.CheckHeap(kept)
}

var (
	long  = strings.Repeat("x", 1000)
	event = `{"event": "PORT", "data": {"id": "` + long + `"}}` + "\r\n"
)

// lies are what servers say. The client makes a call, which fails, or not: ends tells.
var lies = []struct {
	name string
	say  func(*liar)
	ends bool
}{
	{"nothing", func(*liar) {}, true},
	{"white space without end", func(c *liar) { c.repeat(" \r\n\t") }, true},
	{"a greeting without end", func(c *liar) {
		_, _ = io.WriteString(c, `{"QMP": {"version": {"package": "`)
		c.repeat("x")
	}, true},
	{"events and no greeting", func(c *liar) { c.repeat(event) }, true},
	{"another protocol's greeting", func(c *liar) { _, _ = io.WriteString(c, "SSH-2.0-OpenSSH_9.2\r\n") }, true},
	{"a reply for a greeting", func(c *liar) { _, _ = io.WriteString(c, `{"return": {}, "id": 1}`) }, true},
	{"a greeting twice", func(c *liar) { _, _ = io.WriteString(c, greeting+greeting) }, true},
	{"negotiation refused", func(c *liar) {
		_, _ = io.WriteString(c, greeting)
		_, _ = io.WriteString(c, `{"error": {"class": "GenericError", "desc": "no"}, "id": 1}`)
	}, true},
	{"a string without end", func(c *liar) {
		greet(c)
		_, _ = io.WriteString(c, `{"return": "`)
		c.repeat("\xff\\\\x")
	}, true},
	{"brackets without end", func(c *liar) {
		greet(c)
		_, _ = io.WriteString(c, `{"return": `)
		c.repeat("[{")
	}, true},
	{"replies to nobody", func(c *liar) {
		in := greet(c)
		c.repeat(`{"return": {}, "id": 7777777}{"return": "` + long + `", "id": [[]]}{"error": {}, "id": "2"}`)
		answer(c, in, 1)
	}, false},
	{"each reply twice", func(c *liar) { answer(c, greet(c), 2) }, false},
	{"each reply a hundred times", func(c *liar) { answer(c, greet(c), 100) }, false},
	{"events without end", func(c *liar) {
		in := greet(c)
		c.repeat(event)
		answer(c, in, 1)
	}, false},
}

// answer answers request 2 and those that follow, each so many times.
func answer(c *liar, in *bufio.Reader, times int) {
	for id := 2; readRequest(in); id++ {
		if _, err := io.WriteString(c, strings.Repeat(`{"return": {}, "id": `+strconv.Itoa(id)+`}`, times)); err != nil {
			return
		}
	}
}

// Servers lie to many clients at once. Each call comes back, what a client keeps is
// bounded, and nothing is left of it.
func TestServersLie(t *testing.T) {
	const clients = 4
	for _, l := range lies {
		t.Run(l.name, func(t *testing.T) {
			before := testconn.NewBaseline(t)
			t.Cleanup(func() { before.Check(keptHeap) })
			address := lie(t, before, l.say)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			all(clients, func(int) {
				c, err := qmp.Dial(ctx, address, qmp.WithMessageLimit(256<<10))
				if err == nil {
					defer c.Close()
					sub := c.Subscribe(qmp.EventBuffer(100))
					defer sub.Close()
					for i := 0; i < 20 && err == nil; i++ {
						err = c.Execute(ctx, "ping", nil, nil)
					}
				}
				if l.ends != (err != nil) || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("the calls ended with %v", err)
				}
			})
		})
	}
}
