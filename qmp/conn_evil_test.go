package qmp_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

// In these tests the server does what no server should. In a bubble of
// synctest time passes only when everybody waits, and a goroutine that is left
// behind fails the test.

// A dialogue is what a server says: a text after each request.
var dialogue = []string{
	greetingOOB + "\r\n",
	`{"return": {}, "id": 1}` + "\r\n",
	`{"event": "STOP"}` + "\r\n" + `{"return": {"a": "}\"{"}, "id": 2}` + "\r\n",
	`{"error": {"class": "GenericError", "desc": "no"}, "id": 3}` + "\r\n",
}

// Wherever the server breaks off, what it answered before is delivered and the
// rest fails with the cause.
func TestServerBreaksOffAtAnyByte(t *testing.T) {
	whole := strings.Join(dialogue, "")
	for _, drip := range []bool{false, true} {
		for n := range len(whole) + 1 {
			synctest.Test(t, func(t *testing.T) { breakOff(t, n, drip) })
			if t.Failed() {
				t.Fatalf("when it broke off after %q (dripping %v)", whole[:n], drip)
			}
		}
	}
}

func breakOff(t *testing.T, n int, drip bool) {
	t.Helper()
	nc, p := pipe(t)
	var server sync.WaitGroup
	server.Go(func() { p.say(n, drip) })
	defer server.Wait()
	answered := func(text int) bool { // up to the last brace
		return n >= len(strings.TrimSpace(strings.Join(dialogue[:text+1], "")))
	}
	c, err := qmp.NewConn(t.Context(), nc)
	if (err == nil) != answered(1) {
		t.Errorf("NewConn: %v", err)
	}
	if err != nil {
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("NewConn: %v, want the end of the connection", err)
		}
		return
	}
	defer c.Close()
	for i := 2; i < len(dialogue); i++ {
		err := c.Execute(t.Context(), "x", nil, nil)
		refused := (*qmp.Error)(nil)
		switch {
		case answered(i) && i == 2 && err == nil, answered(i) && i == 3 && errors.As(err, &refused):
		case !answered(i) && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe)):
		default:
			t.Errorf("call %d: %v", i, err)
		}
	}
}

// say says the first n bytes of the dialogue, all at once or one a second, and
// hangs up.
func (p *peer) say(n int, drip bool) {
	defer p.conn.Close()
	for i, text := range dialogue {
		if i > 0 && p.dec.Decode(new(request)) != nil {
			return
		}
		text = text[:min(n, len(text))]
		n -= len(text)
		step := len(text)
		if drip {
			step = 1
		}
		for len(text) > 0 {
			if _, err := io.WriteString(p.conn, text[:step]); err != nil {
				return
			}
			text = text[step:]
			if drip {
				<-time.After(time.Second)
			}
		}
		if n == 0 {
			return
		}
	}
}

func TestOddRepliesThatAreOurs(t *testing.T) {
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	tests := []struct{ name, sent, want string }{
		{"indented", "{\n    \"id\": 2,\n    \"return\": {\n        \"a\":\n 1\n    }\n}\n", `{"a": 1}`},
		{"line feed", `{"return": 1, "id": 2}` + "\n", "1"},
		{"no end of line", `{"return": 1, "id": 2}`, "1"},
		{"two in a line", `{"return": 0, "id": 9}{"return": 1, "id": 2}`, "1"},
		{"after an event in the line", `{"event": "E", "data": {}} {"return": 1, "id": 2}`, "1"},
		{"members nobody knows", `{"more": [{"id": 7}], "return": 1, "id": 2, "": {}}`, "1"},
		{"escapes in names", `{"\u0072eturn": 1, "i\u0064": 2}`, "1"},
		{"id among white space", "{\"return\" : 1 ,\t\"id\"\r\n: 2 }", "1"},
		{"null", `{"return": null, "id": 2}`, "null"},
		{"error without desc", `{"error": {"class": "DeviceNotFound"}, "id": 2}`, "x: DeviceNotFound: "},
		{"error without class", `{"error": {"desc": "no"}, "id": 2}`, "x: no"},
		{"empty error", `{"error": {}, "id": 2}`, "x: {}"},
		{"error is null", `{"error": null, "id": 2}`, "x: null"},
		{"error with members of other kinds", `{"error": {"class": 1, "desc": []}, "id": 2}`, `x: {"class": 1, "desc": []}`},
		{"error beside return", `{"return": 1, "error": {"desc": "no"}, "id": 2}`, "x: no"},
		{"deep", `{"return": ` + deep + `, "id": 2}`, "x: reply: "},
		{"deep error", `{"error": ` + deep + `, "id": 2}`, "x: [[["},
		{"no UTF-8", "{\"return\": \"\xc3\x28\", \"id\": 2}", "x: reply: "},
		{"the agent's sentinel in a string", "{\"return\": \"\xff\", \"id\": 2}", "x: reply: "},
		{"no JSON", `{"return": nul, "id": 2}`, "x: reply: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingNoOOB, func(p *peer) {
					p.expect("x")
					_, _ = io.WriteString(p.conn, tt.sent)
					p.answer(p.expect("after"), "{}")
				})
				var got json.RawMessage
				err := c.Execute(t.Context(), "x", nil, &got)
				if err != nil {
					got = json.RawMessage(err.Error())
				}
				if text := strings.Join(strings.Fields(string(got)), " "); !strings.HasPrefix(text, strings.TrimSpace(tt.want)) &&
					strings.ReplaceAll(text, " ", "") != strings.ReplaceAll(tt.want, " ", "") {
					t.Errorf("got %.200s, want %s", text, tt.want)
				}
				if err := c.Execute(t.Context(), "after", nil, nil); err != nil {
					t.Errorf("the connection did not outlast it: %v", err)
				}
			})
		})
	}
}

func TestNonsenseEndsTheConnectionForAll(t *testing.T) {
	tests := []struct{ name, sent, want string }{
		{"text", "hello", `'h' where a JSON object should begin`},
		{"an array", `[{"return": {}, "id": 2}]`, `'['`},
		{"a byte that no JSON has", "\xff{\"return\": {}, \"id\": 2}", `'ÿ'`},
		{"NUL", "\x00", `'\x00'`},
		{"no member of QMP", `{"id": 2}`, "neither a reply nor an event"},
		{"an empty object", `{}`, "neither a reply nor an event"},
		{"no JSON", `{"return" {}, "id": 2}`, "not JSON"},
		{"brackets that do not match", `{"return": [}, "id": 2]}`, "not JSON"},
		{"an event without name", `{"event": null}`, "name is not a string"},
		{"an event with another name", `{"event": ["A"]}`, "name is not a string"},
		{"another greeting", greetingOOB, "second greeting"},
		{"a long message", `{"return": "` + strings.Repeat("x", 10_000), "limit of 10000 bytes"},
		{"many open brackets", `{"return": ` + strings.Repeat("[", 10_000), "limit of 10000 bytes"},
		{"half a message", `{"return": {}`, "in the middle of a message"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				proceed := make(chan struct{})
				c := connect(t, greetingOOB, func(p *peer) {
					go p.discard()
					<-proceed
					_, _ = io.WriteString(p.conn, tt.sent)
					_ = p.conn.Close()
				}, qmp.WithMessageLimit(10_000))
				ends := waitAll(t.Context(), c)
				synctest.Wait()
				close(proceed)
				for i, end := range ends {
					if err := <-end; err == nil || !strings.Contains(err.Error(), tt.want) {
						t.Errorf("waiter %d: %v, want %q", i, err, tt.want)
					}
				}
			})
		})
	}
}

func TestEventsOfAnyFormArePassedOn(t *testing.T) {
	tests := []struct{ name, sent, data string }{
		{"", `{"event": ""}`, ""},
		{"E", `{"event": "E", "data": null}`, "null"},
		{"E", `{"data": [1], "timestamp": [], "event": "E", "id": 2}`, "[1]"},
		{"E", `{"event": "E", "timestamp": {"seconds": 1e400}}`, ""},
		{"E", `{"event": "E", "data": {"a": 1}, "return": {}, "id": 2}`, `{"a": 1}`},
		{"é", `{"event": "\u00e9"}`, ""},
		{"request-dropped", `{"event": "request-dropped", "data": {"id": {"id": 2}}}`, `{"id": {"id": 2}}`},
		{"request-dropped", `{"event": "request-dropped", "data": {"id": "x"}}`, `{"id": "x"}`},
		{"request-dropped", `{"event": "request-dropped", "data": []}`, `[]`},
	}
	for _, tt := range tests {
		t.Run(tt.sent, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, func(p *peer) {
					r := p.expect("x")
					p.sendf("%s", tt.sent)
					p.answer(r, "1")
				})
				sub := c.Subscribe()
				var got int
				if err := c.Execute(t.Context(), "x", nil, &got); err != nil || got != 1 {
					t.Errorf("x: %d, %v, want 1", got, err)
				}
				if ev, err := sub.Next(t.Context()); err != nil || ev.Name != tt.name || string(ev.Data) != tt.data {
					t.Errorf("got %+v, %v", ev, err)
				}
			})
		})
	}
}

// FuzzEvilServer has a server say anything, in pieces of any size, and then
// hang up or fall silent. Everybody comes back: with a reply, the cause of the
// connection's end, or their context's end.
func FuzzEvilServer(f *testing.F) {
	whole := strings.Join(dialogue, "")
	f.Add([]byte(whole), uint8(0), uint8(1))
	f.Add([]byte(whole), uint8(7), uint8(2))
	f.Add([]byte("\xff"+`{"return": 1}`), uint8(1), uint8(5))
	f.Add([]byte(greetingNoOOB+`{"return": {}}{"return": {}}{"error": {}}`), uint8(30), uint8(0))
	f.Add([]byte(greetingOOB+`{"return": {}, "id": 1}{"return": {}}{"event": "request-dropped", "data": {"id": 4}}`), uint8(30), uint8(1))
	f.Fuzz(func(t *testing.T, text []byte, size, mode uint8) {
		synctest.Test(t, func(t *testing.T) { meetEvil(t, text, int(size), mode) })
	})
}

func meetEvil(t *testing.T, text []byte, size int, mode uint8) {
	t.Helper()
	nc, p := pipe(t)
	var server sync.WaitGroup
	defer server.Wait()
	server.Go(p.discard)
	server.Go(func() {
		if mode&1 == 0 {
			defer p.conn.Close()
		}
		for len(text) > 0 {
			n := len(text)
			if size > 0 {
				n = min(n, size)
			}
			if _, err := p.conn.Write(text[:n]); err != nil {
				return
			}
			text = text[n:]
			if mode&2 != 0 {
				<-time.After(time.Millisecond)
			}
		}
	})
	var opts []qmp.ConnOption
	if mode&4 != 0 {
		opts = append(opts, qmp.WithGuestAgent())
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	begin := time.Now()
	c, err := qmp.NewConn(ctx, nc, opts...)
	if err == nil {
		for i, end := range append(waitAll(ctx, c), testconn.Start(func() error { return c.ExecuteNoReply(ctx, "x", nil) })) {
			if err := <-end; err != nil && err.Error() == "" {
				t.Errorf("waiter %d: an error without text", i)
			}
		}
		_ = c.Close()
	}
	if waited := time.Since(begin); waited > time.Minute {
		t.Errorf("it took %v, beyond the context", waited)
	}
}
