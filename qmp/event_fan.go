package qmp

import (
	"context"
	"sync"
)

// A LabeledEvent is an event of one of several connections.
type LabeledEvent struct {
	// Label is that under which the connection was added.
	Label string
	Event Event
	// Err is why the connection has no more events, and Event is then zero. It
	// is the last of its label. An error about one event, whose data could not
	// be decoded, comes with the event.
	Err error
}

// An EventFan brings the events of several connections together in one
// channel. Its methods may be called from several goroutines at once.
type EventFan struct {
	events  chan LabeledEvent
	ctx     context.Context //nolint:containedctx // it ends the goroutines of Add
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
}

// NewEventFan makes an EventFan. A connection keeps 256 unread events, and drops
// the oldest beyond; Event.Dropped counts them.
func NewEventFan() *EventFan {
	ctx, cancel := context.WithCancel(context.Background())
	return &EventFan{events: make(chan LabeledEvent), ctx: ctx, cancel: cancel}
}

// Add subscribes to all events of c. Decoders are as in [Conn.Events]; those of a
// generated package are its EventDecoders. It does nothing after Close.
func (f *EventFan) Add(label string, c Caller, decoders map[string]EventDecoder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return
	}
	events := c.Events(f.ctx, decoders)
	f.running.Go(func() {
		for ev, err := range events {
			select {
			case f.events <- LabeledEvent{Label: label, Event: ev, Err: err}:
			case <-f.ctx.Done():
				return
			}
		}
	})
}

// Events is the channel with the events of all connections. Close closes it.
func (f *EventFan) Events() <-chan LabeledEvent { return f.events }

// Close ends the subscriptions and then closes the channel. The connections
// stay open.
func (f *EventFan) Close() {
	f.mu.Lock()
	closed := f.closed
	f.closed = true
	f.mu.Unlock()
	f.cancel()
	f.running.Wait()
	if !closed {
		close(f.events)
	}
}
