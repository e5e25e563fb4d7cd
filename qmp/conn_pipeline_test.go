package qmp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

func TestAtMostEightInBandAreInFlightWithOOB(t *testing.T) {
	tests := []struct {
		name     string
		greeting string
		opts     []qmp.ConnOption
		want     int // of 40
	}{
		{"with OOB", greetingOOB, nil, 8},
		{"with OOB and a limit", greetingOOB, []qmp.ConnOption{qmp.WithInFlight(3)}, 3},
		{"without OOB", greetingNoOOB, nil, 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				arrived := make(chan request, 100)
				var server *peer
				c := connect(t, tt.greeting, func(p *peer) {
					server = p
					p.serve(func(r request) string {
						arrived <- r
						return ""
					})
				}, tt.opts...)
				var ends []<-chan error
				for i := range 40 {
					ends = append(ends, testconn.Execute(t.Context(), c, fmt.Sprintf("x%d", i)))
				}
				synctest.Wait()
				if len(arrived) != tt.want {
					t.Fatalf("%d requests are in flight, want %d", len(arrived), tt.want)
				}
				// Each reply lets one more go.
				for answered := range 40 {
					server.answer(<-arrived, "{}")
					synctest.Wait()
					if inFlight := len(arrived); inFlight != min(tt.want, 39-answered) {
						t.Errorf("after %d replies %d are in flight", answered+1, inFlight)
					}
				}
				for _, end := range ends {
					if err := <-end; err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestOOBOvertakesInBandThatWaits(t *testing.T) {
	for _, form := range []struct {
		name    string
		opts    []qmp.ConnOption
		control string
	}{
		{"exec-oob", nil, ""},
		{"control of the RFC", []qmp.ConnOption{qmp.WithRFCControl()}, `{"run-oob": true}`},
	} {
		t.Run(form.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, func(p *peer) {
					p.serve(func(r request) string {
						oob := r.ExecOOB
						if form.control != "" && string(r.Control) == form.control {
							oob = r.Execute
						}
						if oob != "migrate-pause" {
							return ""
						}
						return fmt.Sprintf(`{"return": {}, "id": %s}`, r.ID)
					})
				}, form.opts...)
				ctx, cancel := context.WithCancel(t.Context())
				var stuck []<-chan error
				for range 20 {
					stuck = append(stuck, testconn.Execute(ctx, c, "slow"))
				}
				synctest.Wait()
				for range 100 {
					if err := c.ExecuteOOB(t.Context(), "migrate-pause", nil, nil); err != nil {
						t.Fatal(err)
					}
				}
				for _, end := range stuck {
					testconn.Running(t, end)
				}
				cancel()
				for _, end := range stuck {
					if err := <-end; !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
				}
			})
		})
	}
}

func TestOOBIsRefusedWithoutTheCapability(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingNoOOB, (*peer).discard)
		err := c.ExecuteOOB(t.Context(), "migrate-pause", nil, nil)
		if !errors.Is(err, qmp.ErrOOBNotNegotiated) {
			t.Errorf("err = %v, want ErrOOBNotNegotiated", err)
		}
	})
}

func TestRepliesOutOfOrderFindTheirCallsByID(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 8
		c := connect(t, greetingOOB, func(p *peer) {
			var requests []request
			for range n {
				requests = append(requests, p.receive())
			}
			slices.Reverse(requests)
			for _, r := range requests {
				p.answer(r, string(r.Arguments))
			}
		})
		var ends []<-chan error
		for i := range n {
			ends = append(ends, testconn.Start(func() error { return echo(t, c, i) }))
		}
		for _, end := range ends {
			if err := <-end; err != nil {
				t.Error(err)
			}
		}
	})
}

// echo sends a number to a peer that sends its arguments back.
func echo(t *testing.T, c *qmp.Conn, i int) error {
	var ret struct{ Value int }
	if err := c.Execute(t.Context(), "echo", map[string]int{"value": i}, &ret); err != nil {
		return err
	}
	if ret.Value != i {
		return fmt.Errorf("got the reply to %d, want that to %d", ret.Value, i)
	}
	return nil
}

func TestRepliesWithoutIDFindTheirCallsByOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.serve(func(r request) string { return fmt.Sprintf(`{"return": %s}`, r.Arguments) })
		})
		var ends []<-chan error
		for i := range 50 {
			ends = append(ends, testconn.Start(func() error { return echo(t, c, i) }))
		}
		for _, end := range ends {
			if err := <-end; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestCancelledCallKeepsItsPlace(t *testing.T) {
	for _, echoed := range []bool{true, false} {
		t.Run(fmt.Sprintf("ids echoed %v", echoed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				first := make(chan request)
				c := connect(t, greetingOOB, func(p *peer) {
					r := p.expect("first")
					first <- r
					second := p.expect("second")
					if !echoed {
						p.sendf(`{"return": 1}`)
						p.sendf(`{"return": 2}`)
						return
					}
					p.answer(r, "1")
					p.answer(second, "2")
				})
				ctx, cancel := context.WithCancel(t.Context())
				end := testconn.Execute(ctx, c, "first")
				<-first
				cancel()
				if err := <-end; !errors.Is(err, context.Canceled) {
					t.Fatalf("err = %v", err)
				}
				var got int
				if err := c.Execute(t.Context(), "second", nil, &got); err != nil || got != 2 {
					t.Errorf("second got %d, %v, want its own reply", got, err)
				}
			})
		})
	}
}

func TestCancelledCallsHoldTheirSlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		arrived := make(chan request, 100)
		var server *peer
		c := connect(t, greetingOOB, func(p *peer) {
			server = p
			p.serve(func(r request) string {
				arrived <- r
				return ""
			})
		})
		ctx, cancel := context.WithCancel(t.Context())
		for range 8 {
			testconn.Execute(ctx, c, "slow")
		}
		synctest.Wait()
		cancel()
		next := testconn.Execute(t.Context(), c, "next")
		synctest.Wait()
		if len(arrived) != 8 {
			t.Errorf("%d requests were sent, want 8: the server still has those", len(arrived))
		}
		server.answer(<-arrived, "{}")
		synctest.Wait()
		if len(arrived) != 8 {
			t.Error("a reply did not make room")
		}
		testconn.Running(t, next)
	})
}

func TestRequestNotYetWrittenIsWithdrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		read := make(chan struct{})
		c := connect(t, greetingOOB, func(p *peer) {
			<-read
			p.answer(p.expect("first"), "{}")
			p.answer(p.expect("third"), "{}")
		})
		first := testconn.Execute(t.Context(), c, "first")
		synctest.Wait() // its write has begun
		ctx, cancel := context.WithCancel(t.Context())
		second := testconn.Execute(ctx, c, "second")
		synctest.Wait()
		cancel()
		if err := <-second; !errors.Is(err, context.Canceled) {
			t.Errorf("second: %v", err)
		}
		third := testconn.Execute(t.Context(), c, "third")
		close(read)
		for _, end := range []<-chan error{first, third} {
			if err := <-end; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestReplyWithoutIDAmongOOBEndsTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.receive()
			p.receive()
			p.sendf(`{"return": {}}`)
			p.discard()
		})
		inBand, oob := testconn.Execute(t.Context(), c, "x"), executeOOB(t.Context(), c, "y")
		for _, end := range []<-chan error{inBand, oob} {
			if err := <-end; err == nil || !strings.Contains(err.Error(), "reply without id") {
				t.Errorf("err = %v", err)
			}
		}
	})
}

func TestDroppedRequestFails(t *testing.T) {
	tests := []struct{ name, event string }{
		{"id as it was", `{"event": "request-dropped", "data": {"id": %s, "reason": "queue-full"}}`},
		{"id as a string", `{"event": "request-dropped", "data": {"id": "%s", "reason": "queue-full"}}`},
		{"QEMU 2.12", `{"event": "COMMAND_DROPPED", "data": {"id": %s, "reason": "queue-full"}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, func(p *peer) {
					p.sendf(`{"event": "request-dropped", "data": {"reason": "queue-full"}}`) // another client's
					p.sendf(`{"event": "request-dropped"}`)
					first := p.expect("first")
					p.sendf(tt.event, p.expect("second").ID)
					p.answer(first, "{}")
				}, qmp.WithRFCControl())
				synctest.Wait()
				sub := c.Subscribe()
				first := testconn.Execute(t.Context(), c, "first")
				synctest.Wait()
				err := c.Execute(t.Context(), "second", nil, nil)
				if !errors.Is(err, qmp.ErrRequestDropped) || !strings.Contains(err.Error(), "queue-full") {
					t.Errorf("second: %v, want ErrRequestDropped with its reason", err)
				}
				if err := <-first; err != nil {
					t.Errorf("first: %v", err)
				}
				ev, err := sub.Next(t.Context())
				if err != nil || !strings.Contains(tt.event, ev.Name) {
					t.Errorf("subscribers got %v, %v", ev, err)
				}
			})
		})
	}
}

func TestRequestsArriveWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingNoOOB, func(p *peer) {
			p.serve(func(r request) string { return fmt.Sprintf(`{"return": %s, "id": %s}`, r.Arguments, r.ID) })
		})
		var ends []<-chan error
		for i := range 200 {
			ends = append(ends, testconn.Start(func() error {
				// Of several lengths, so that batches of all shapes come up.
				pad := json.RawMessage(strconv.Quote(strings.Repeat("x", i*i)))
				var ret map[string]json.RawMessage
				err := c.Execute(t.Context(), "echo", map[string]any{"pad": pad}, &ret)
				if err == nil && string(ret["pad"]) != string(pad) {
					err = fmt.Errorf("call %d: got %d bytes back", i, len(ret["pad"]))
				}
				return err
			}))
		}
		for _, end := range ends {
			if err := <-end; err != nil {
				t.Error(err)
			}
		}
	})
}
