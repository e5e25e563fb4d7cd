package qmp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

// An agent is a peer that reads line by line, which the sentinel needs.
type agent struct {
	*peer
	lines *bufio.Reader
}

func (a *agent) receive() (r request, sentinel bool) {
	a.t.Helper()
	line, err := a.lines.ReadString('\n')
	if err != nil {
		a.t.Errorf("agent: %v", err)
	}
	text, sentinel := strings.CutPrefix(line, "\xff")
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		a.t.Errorf("agent received %q: %v", line, err)
	}
	return r, sentinel
}

// synced takes in a request to synchronise and returns its number.
func (a *agent) synced() (number string, id json.RawMessage) {
	a.t.Helper()
	r, sentinel := a.receive()
	if r.Execute != "guest-sync-delimited" || !sentinel {
		a.t.Errorf("agent received %q, sentinel %v", r.Execute, sentinel)
	}
	var args struct{ ID json.Number }
	if err := json.Unmarshal(r.Arguments, &args); err != nil {
		a.t.Error(err)
	}
	return args.ID.String(), r.ID
}

func connectAgent(t *testing.T, script func(*agent)) (*qmp.Conn, error) {
	nc, p := pipe(t)
	go script(&agent{p, bufio.NewReader(p.conn)})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := qmp.NewConn(ctx, nc, qmp.WithGuestAgent())
	if c != nil {
		t.Cleanup(func() {
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	return c, err
}

// ready plays the agent's part of the handshake.
func (a *agent) ready(echoID bool) {
	number, id := a.synced()
	if echoID {
		a.sendf("\xff{\"return\": %s, \"id\": %s}", number, id)
	} else {
		a.sendf("\xff{\"return\": %s}", number)
	}
}

func TestAgentHandshakeDiscardsWhatIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := connectAgent(t, func(a *agent) {
			number, id := a.synced()
			// The rest of a reply to an earlier client, then a whole reply, and
			// the replies to that client's attempts to synchronise.
			a.sendf(`text"}, {"name": "}"}]}`)
			a.sendf(`{"return": %s}`, number)
			a.sendf("{\"return\": {\"unfinished\": \"\xff{\"return\": 12345}")
			a.sendf("\xff{\"return\": %s, \"id\": %s}", number, id)
			r, sentinel := a.receive()
			if sentinel || r.ID == nil {
				a.t.Errorf("got %v, sentinel %v, want a request with id and no sentinel", r, sentinel)
			}
			a.answer(r, `"pong"`)
		})
		if err != nil {
			t.Fatal(err)
		}
		var got string
		if err := c.Execute(t.Context(), "guest-ping", nil, &got); err != nil || got != "pong" {
			t.Errorf("got %q, %v", got, err)
		}
		if c.OOB() {
			t.Error("OOB() is true for an agent")
		}
	})
}

func TestAgentIsAskedAgainUntilItAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		c, err := connectAgent(t, func(a *agent) {
			// The guest boots: what is sent now is lost, or kept for later.
			first, _ := a.synced()
			second, id := a.synced()
			if id != nil {
				a.t.Error("the second attempt has an id, which old agents refuse")
			}
			if waited := time.Since(begin); waited != 500*time.Millisecond {
				a.t.Errorf("the second attempt came after %v", waited)
			}
			a.sendf("\xff{\"return\": %s}", first) // too late
			a.sendf("\xff{\"return\": %s}", second)
			r, _ := a.receive()
			if r.ID != nil {
				a.t.Error("an agent that echoed no id was sent one")
			}
			a.sendf(`{"return": {}}`)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Execute(t.Context(), "guest-ping", nil, nil); err != nil {
			t.Error(err)
		}
	})
}

func TestAgentThatStaysSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var attempts atomic.Int32
		_, err := connectAgent(t, func(a *agent) {
			for {
				if _, err := a.lines.ReadString('\n'); err != nil {
					return
				}
				attempts.Add(1)
			}
		})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "is the agent running in the guest?") {
			t.Errorf("err = %v", err)
		}
		if n := attempts.Load(); n < 5 || n > 15 {
			t.Errorf("the agent was asked %d times in a minute", n)
		}
	})
}

func TestAgentWithoutIDsIsPairedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := make(chan struct{})
		c, err := connectAgent(t, func(a *agent) {
			a.ready(false)
			a.receive()
			close(stuck)
			for range 20 {
				r, _ := a.receive()
				a.sendf(`{"return": %s}`, lastOf(r))
			}
			a.sendf(`{"return": %s}`, `{"value": 20}`)
		})
		if err != nil {
			t.Fatal(err)
		}
		// The reply to a call that nobody waits for must not go to the next.
		ctx, cancel := context.WithCancel(t.Context())
		first := testconn.Execute(ctx, c, "guest-exec")
		<-stuck
		cancel()
		if err := <-first; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		var ends []<-chan error
		for i := range 20 {
			ends = append(ends, testconn.Start(func() error { return echo(t, c, i+1) }))
			synctest.Wait()
		}
		for _, end := range ends {
			if err := <-end; err != nil {
				t.Error(err)
			}
		}
	})
}

// lastOf makes the reply to the request before r: the agent of the test above
// is one behind.
func lastOf(r request) string {
	var args struct{ Value int }
	_ = json.Unmarshal(r.Arguments, &args)
	return fmt.Sprintf(`{"value": %d}`, args.Value-1)
}

func TestAgentThatWasRestartedFailsWhatItForgot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, err := connectAgent(t, func(a *agent) {
			a.ready(true)
			a.receive() // and forgets it
			r, _ := a.receive()
			a.answer(r, "{}")
		})
		if err != nil {
			t.Fatal(err)
		}
		forgotten := testconn.Execute(t.Context(), c, "guest-exec")
		synctest.Wait()
		if err := c.Execute(t.Context(), "guest-ping", nil, nil); err != nil {
			t.Error(err)
		}
		if err := <-forgotten; err == nil || !strings.Contains(err.Error(), "restarted") {
			t.Errorf("err = %v, want one about a restart", err)
		}
	})
}

func TestCommandWithoutReply(t *testing.T) {
	for _, ids := range []bool{true, false} {
		reply := func(a *agent, r request, body string) {
			if ids {
				body += `, "id": ` + string(r.ID)
			}
			// The client may have heard enough and left.
			_, _ = fmt.Fprintf(a.conn, "{%s}\n", body)
		}
		tests := []struct {
			name string
			then func(*agent, request, request)
			want string
		}{
			{"succeeds when the next is answered", func(a *agent, _, barrier request) {
				reply(a, barrier, `"return": 1`)
			}, ""},
			{"fails when it is answered", func(a *agent, r, barrier request) {
				reply(a, r, `"error": {"class": "GenericError", "desc": "no"}`)
				reply(a, barrier, `"return": 1`)
			}, "guest-shutdown: no"},
			{"succeeds when the agent hangs up", func(a *agent, _, _ request) {
				_ = a.conn.Close()
			}, ""},
			{"ends with its context", func(a *agent, _, _ request) {
				_, _ = io.Copy(io.Discard, a.conn)
			}, "guest-shutdown: the server did not answer in time: context deadline exceeded"},
		}
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%s, ids %v", tt.name, ids), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					c, err := connectAgent(t, func(a *agent) {
						a.ready(ids)
						r, _ := a.receive()
						barrier, _ := a.receive()
						if barrier.Execute != "guest-sync" {
							a.t.Errorf("agent received %q", barrier.Execute)
						}
						tt.then(a, r, barrier)
					})
					if err != nil {
						t.Fatal(err)
					}
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					err = c.ExecuteNoReply(ctx, "guest-shutdown", nil)
					if fmt.Sprint(err) != tt.want && (err != nil || tt.want != "") {
						t.Errorf("err = %v, want %q", err, tt.want)
					}
				})
			})
		}
	}
}

func TestCommandWithoutReplyInQMP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.serve(func(r request) string {
				if r.Execute == "x-silent" {
					return ""
				}
				return fmt.Sprintf(`{"error": {"class": "CommandNotFound", "desc": "already complete"}, "id": %s}`, r.ID)
			})
		}, qmp.WithInFlight(2))
		var ends []<-chan error
		for range 10 {
			ends = append(ends, testconn.Start(func() error { return c.ExecuteNoReply(t.Context(), "x-silent", nil) }))
		}
		for _, end := range ends {
			if err := <-end; err != nil {
				t.Error(err)
			}
		}
	})
}
