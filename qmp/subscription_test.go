package qmp_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// sendEvents has a peer send one event after another when it is asked to,
// before its reply.
func sendEvents(names ...string) func(*peer) {
	return func(p *peer) {
		p.serve(func(r request) string {
			for i, name := range names {
				p.sendf(`{"timestamp": {"seconds": %d, "microseconds": 250000}, "event": %q, "data": {"n": %d}}`, 100+i, name, i)
			}
			return fmt.Sprintf(`{"return": {}, "id": %s}`, r.ID)
		})
	}
}

// drain reads the names of the events that a subscription has.
func drain(t *testing.T, sub *qmp.Subscription) (names []string, dropped []uint64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	for ev, err := range sub.All(ctx) {
		if err != nil {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
			return names, dropped
		}
		names = append(names, ev.Name)
		dropped = append(dropped, ev.Dropped)
	}
	return names, dropped
}

func TestEventsArriveAsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			p.expect("x")
			p.sendf(`{"event": "STOP", "timestamp": {"seconds": 100, "microseconds": 250000}}`)
			p.sendf(`{"data": {"a": [1, "}"]}, "event": "NO_TIME", "timestamp": {"seconds": -1, "microseconds": -1}, "new": 0}`)
			p.discard()
		})
		sub := c.Subscribe()
		testconn.Execute(t.Context(), c, "x")
		stop, err := sub.Next(t.Context())
		if err != nil || stop.Name != "STOP" || !stop.Time.Equal(time.Unix(100, 250_000_000)) || stop.Data != nil || stop.Body != nil {
			t.Errorf("got %+v, %v", stop, err)
		}
		other, err := sub.Next(t.Context())
		if err != nil || other.Name != "NO_TIME" || !other.Time.IsZero() || string(other.Data) != `{"a": [1, "}"]}` {
			t.Errorf("got %+v, %v", other, err)
		}
	})
}

func TestSubscriptionFiltersByName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, sendEvents("A", "B", "C", "B"))
		some := c.Subscribe(qmp.EventNames("C", "B"))
		all := c.Subscribe(qmp.EventNames())
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		if got, _ := drain(t, some); !slices.Equal(got, []string{"B", "C", "B"}) {
			t.Errorf("the filtered subscription got %v", got)
		}
		if got, _ := drain(t, all); !slices.Equal(got, []string{"A", "B", "C", "B"}) {
			t.Errorf("the other subscription got %v", got)
		}
	})
}

func TestUnreadEventsAreDroppedOldestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, sendEvents("A", "B", "C", "D", "E"))
		sub := c.Subscribe(qmp.EventBuffer(2))
		// Its reply comes behind the events: they do not hold it up.
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		names, dropped := drain(t, sub)
		if !slices.Equal(names, []string{"D", "E"}) || !slices.Equal(dropped, []uint64{3, 0}) {
			t.Errorf("got %v, dropped before each %v, want [D E], [3 0]", names, dropped)
		}
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		if got := sub.Dropped(); got != 6 {
			t.Errorf("Dropped() = %d in all, want 6", got)
		}
	})
}

func TestThousandsOfUnreadEventsDoNotHoldUpReplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		names := slices.Repeat([]string{"A"}, 3000)
		c := connect(t, greetingOOB, sendEvents(names...))
		sub := c.Subscribe()
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		got, _ := drain(t, sub)
		if uint64(len(got))+sub.Dropped() != 3000 {
			t.Errorf("%d read and %d dropped are not 3000", len(got), sub.Dropped())
		}
	})
}

func TestEachEventGoesToOneOfSeveralReaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, sendEvents("A", "B", "C", "D"))
		sub := c.Subscribe()
		got := make(chan string, 4)
		for range 4 {
			go func() {
				ev, err := sub.Next(t.Context())
				if err != nil {
					t.Error(err)
				}
				got <- ev.Name
			}()
		}
		synctest.Wait()
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		names := []string{<-got, <-got, <-got, <-got}
		slices.Sort(names)
		if !slices.Equal(names, []string{"A", "B", "C", "D"}) {
			t.Errorf("the readers got %v", names)
		}
	})
}

func TestClosedSubscriptionEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, sendEvents("A"))
		sub := c.Subscribe()
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		sub.Close()
		sub.Close()
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		if ev, err := sub.Next(t.Context()); err != nil || ev.Name != "A" {
			t.Errorf("got %v, %v, want what was unread", ev, err)
		}
		if _, err := sub.Next(t.Context()); !errors.Is(err, qmp.ErrClosed) {
			t.Errorf("err = %v, want ErrClosed", err)
		}
	})
}

type stopEvent struct{ N int64 }

func (stopEvent) EventName() string { return "STOP" }

func (e *stopEvent) QAPIType() *qapi.Type { return &typeStopEvent }

var typeStopEvent = qapi.Type{Name: "q_obj_STOP-arg", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "n"}}}

var decoders = map[string]qmp.EventDecoder{"STOP": qmp.DecodeEvent[stopEvent]}

func TestTypedEventsCarryBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, func(p *peer) {
			r := p.receive()
			p.sendf(`{"event": "STOP", "data": {"n": 7}}`)
			p.sendf(`{"event": "NEWER", "data": {"n": 8}}`)
			p.sendf(`{"event": "STOP", "data": {"n": "text"}}`)
			p.sendf(`{"event": "STOP"}`)
			p.answer(r, "{}")
			_ = p.conn.Close()
		})
		events := c.Events(t.Context(), decoders) // subscribes before the loop
		if err := c.Execute(t.Context(), "x", nil, nil); err != nil {
			t.Fatal(err)
		}
		var got []string
		for ev, err := range events {
			got = append(got, fmt.Sprintf("%s %v %v", ev.Name, ev.Body, err != nil))
		}
		want := []string{"STOP {7} false", "NEWER <nil> false", "STOP <nil> true", "STOP {0} false", " <nil> true"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestTypedEventsEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, (*peer).discard)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for ev, err := range c.Events(ctx, nil) {
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, %v", ev, err)
			}
		}
	})
}

func TestAwaitEventSeesWhatItsCommandCauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := connect(t, greetingOOB, sendEvents("OTHER", "STOP", "STOP"))
		do := func(ctx context.Context) error { return c.Execute(ctx, "stop", nil, nil) }
		ev, err := c.AwaitEvent(t.Context(), do, nil, "STOP")
		if err != nil || ev.Name != "STOP" || string(ev.Data) != `{"n": 1}` {
			t.Errorf("got %v, %v, want the first STOP", ev, err)
		}
		second := func(e stopEvent) bool { return e.N == 2 }
		if e, err := qmp.AwaitEvent(t.Context(), c, do, second); err != nil || e.N != 2 {
			t.Errorf("got %v, %v, want the second STOP", e, err)
		}
	})
}

func TestAwaitEventFails(t *testing.T) {
	refused := errors.New("refused")
	tests := []struct {
		name string
		do   func(*qmp.Conn) error
		want error
	}{
		{"when its command does", func(*qmp.Conn) error { return refused }, refused},
		{"when its context ends", func(*qmp.Conn) error { return nil }, context.DeadlineExceeded},
		{"when the connection ends", (*qmp.Conn).Close, qmp.ErrClosed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := connect(t, greetingOOB, (*peer).discard)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				do := func(context.Context) error { return tt.do(c) }
				if _, err := qmp.AwaitEvent[stopEvent](ctx, c, do, nil); !errors.Is(err, tt.want) {
					t.Errorf("err = %v, want %v", err, tt.want)
				}
			})
		})
	}
}
