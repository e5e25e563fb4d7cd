package lifecycle

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// An eventStream receives the events of some names. It is a channel, so that a
// function can wait for a timer at the same time.
type eventStream struct {
	received chan event
	names    []string
	cancel   context.CancelFunc
	done     chan struct{}
}

// An event is an event of an eventStream.
type event struct {
	name string
	data json.RawMessage
	// lost is set if events before this one were dropped. They may have been of
	// the stream's names; the event itself need not be.
	lost bool
	// err is why there are no more events.
	err error
}

// subscribe receives events from now on. The stream must be closed.
func subscribe(ctx context.Context, c qmp.Caller, names ...string) *eventStream {
	ctx, cancel := context.WithCancel(ctx)
	s := &eventStream{received: make(chan event), names: names, cancel: cancel, done: make(chan struct{})}
	events := c.Events(ctx, nil) // subscribes
	go func() {
		defer close(s.done)
		s.forward(ctx, events)
	}()
	return s
}

func (s *eventStream) forward(ctx context.Context, events iter.Seq2[qmp.Event, error]) {
	for ev, err := range events {
		e := event{name: ev.Name, data: ev.Data, lost: ev.Dropped > 0, err: err}
		if err == nil && !e.lost && !slices.Contains(s.names, ev.Name) {
			continue
		}
		select {
		case s.received <- e:
		case <-ctx.Done():
			return
		}
	}
}

// close ends the subscription, and returns when that has ended.
func (s *eventStream) close() {
	s.cancel()
	<-s.done
}

// next waits for the next event, or for the timer, and then returns an event without a
// name. An error says why there will be no more events.
func (s *eventStream) next(ctx context.Context, timer <-chan time.Time) (event, error) {
	select {
	case e := <-s.received:
		if ctx.Err() != nil {
			return e, ctx.Err()
		}
		return e, e.err
	case <-timer:
		return event{}, nil
	case <-ctx.Done():
		return event{}, ctx.Err()
	}
}

// decode decodes the data of an event. A member that is missing, or of a type that
// this package does not expect, is left as it was.
func (e event) decode(data any) { _ = json.Unmarshal(e.data, data) }

// newTicker returns a channel that ticks at an interval, and a function that stops it.
// The channel is nil if the interval is not positive.
func newTicker(interval time.Duration) (ticks <-chan time.Time, stop func()) {
	if interval <= 0 {
		return nil, func() {}
	}
	t := time.NewTicker(interval)
	return t.C, t.Stop
}
