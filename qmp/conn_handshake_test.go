package qmp_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

func TestHandshakeEnablesOOBWhenOffered(t *testing.T) {
	tests := []struct {
		name      string
		greeting  string
		opts      []qmp.ConnOption
		arguments string
		oob       bool
	}{
		{"offered", greetingOOB, nil, `{"enable":["oob"]}`, true},
		{"not offered", greetingNoOOB, nil, "", false},
		{"declined", greetingOOB, []qmp.ConnOption{qmp.WithoutOOB()}, "", false},
		{"beside one unknown", `{"QMP": {"version": {"qemu": {"major": 1, "minor": 0, "micro": 0}, "package": ""}, "capabilities": ["later", "oob"]}}`, nil, `{"enable":["oob"]}`, true},
		{"indented", strings.NewReplacer("{", "{\n    ", "[", "[\n").Replace(greetingOOB), nil, `{"enable":["oob"]}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				nc, p := pipe(t)
				var sent string
				go func() {
					p.sendf("%s", tt.greeting)
					r := p.expect("qmp_capabilities")
					sent = string(r.Arguments)
					p.answer(r, "{}")
				}()
				c, err := qmp.NewConn(t.Context(), nc, tt.opts...)
				if err != nil {
					t.Fatal(err)
				}
				defer c.Close()
				if sent != tt.arguments {
					t.Errorf("negotiated with %s, want %s", sent, tt.arguments)
				}
				if c.OOB() != tt.oob || slices.Contains(c.Capabilities(), "oob") != tt.oob {
					t.Errorf("OOB() = %v, Capabilities() = %v, want %v", c.OOB(), c.Capabilities(), tt.oob)
				}
			})
		})
	}
}

func TestGreetingIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, (*peer).discard)
		want := qmp.Version{Major: 9, Minor: 2, Micro: 1, Package: "test"}
		if g := c.Greeting(); c.Version() != want || g.Version != want || !slices.Equal(g.Capabilities, []string{"oob"}) {
			t.Errorf("Version() = %v, Greeting() = %v", c.Version(), g)
		}
	})
}

func TestHandshakeToleratesEventsAnywhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		nc, p := pipe(t)
		event := `{"event": "RTC_CHANGE", "data": {"offset": 1}, "timestamp": {"seconds": 1, "microseconds": 2}}`
		go func() {
			p.sendf("%s", event)
			p.sendf("%s", greetingOOB)
			p.sendf("%s", event) // before the client's request is read
			r := p.expect("qmp_capabilities")
			p.sendf("%s", event)
			p.answer(r, "{}")
			p.sendf("%s", event)
		}()
		c, err := qmp.NewConn(t.Context(), nc)
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if err := c.Err(); err != nil {
			t.Error(err)
		}
		_ = c.Close()
	})
}

func TestHandshakeFails(t *testing.T) {
	tests := []struct {
		name   string
		script func(*peer)
		opts   []qmp.ConnOption
		want   string // in the error
	}{
		{"silence", (*peer).discard, nil, "no greeting: the server did not answer in time: context deadline exceeded"},
		{"silence after the greeting", func(p *peer) {
			p.sendf("%s", greetingOOB)
			p.discard()
		}, nil, "qmp_capabilities: the server did not answer in time: context deadline exceeded"},
		{"no QMP", func(p *peer) { p.sendf("SSH-2.0-OpenSSH_9.2") }, nil, `'S' where a JSON object should begin`},
		{"no message of QMP", func(p *peer) { p.sendf(`{"jsonrpc": "2.0"}`) }, nil, "neither a reply nor an event"},
		{"no JSON", func(p *peer) { p.sendf(`{"QMP" {}}`) }, nil, "not JSON"},
		{"two greetings", func(p *peer) {
			p.sendf("%s", greetingOOB)
			p.expect("qmp_capabilities")
			p.sendf("%s", greetingOOB)
		}, nil, "second greeting"},
		{"hangs up", func(p *peer) { _ = p.conn.Close() }, nil, "closed the connection"},
		{"hangs up in the greeting", func(p *peer) {
			p.sendf(`{"QMP":`)
			_ = p.conn.Close()
		}, nil, "in the middle of a message"},
		{"refuses", func(p *peer) {
			p.sendf("%s", greetingOOB)
			r := p.expect("qmp_capabilities")
			p.sendf(`{"error": {"class": "GenericError", "desc": "no"}, "id": %s}`, r.ID)
		}, nil, `capabilities negotiation failed: qmp_capabilities: no (its greeting offers ["oob"])`},
		{"is no guest agent", func(p *peer) {
			p.sendf("\xff%s", greetingOOB)
			p.discard()
		}, []qmp.ConnOption{qmp.WithGuestAgent()}, "this is no guest agent"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				nc, p := pipe(t)
				go tt.script(p)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				_, err := qmp.NewConn(ctx, nc, tt.opts...)
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("NewConn: %v, want an error with %q", err, tt.want)
				}
				if _, err := nc.Write([]byte("x")); err == nil {
					t.Error("the connection is still open")
				}
			})
		})
	}
}

func TestHandshakeErrorsCanBeTold(t *testing.T) {
	cancelled := func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(ctx)
		cancel()
		return ctx, cancel
	}
	deadline := func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, time.Minute)
	}
	for _, tt := range []struct {
		name   string
		bound  func(context.Context) (context.Context, context.CancelFunc)
		script func(*peer)
		want   error
	}{
		{"cancelled", cancelled, (*peer).discard, context.Canceled},
		{"silence", deadline, (*peer).discard, qmp.ErrTimeout},
		{"hangs up", deadline, func(p *peer) { _ = p.conn.Close() }, qmp.ErrHangUp},
		{"refuses", deadline, func(p *peer) {
			p.sendf("%s", greetingOOB)
			r := p.expect("qmp_capabilities")
			p.sendf(`{"error": {"class": "GenericError", "desc": "no"}, "id": %s}`, r.ID)
		}, qmp.ErrNegotiation},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				nc, p := pipe(t)
				go tt.script(p)
				ctx, cancel := tt.bound(t.Context())
				defer cancel()
				if _, err := qmp.NewConn(ctx, nc); !errors.Is(err, tt.want) {
					t.Errorf("NewConn: %v, want %v", err, tt.want)
				}
			})
		})
	}
}
