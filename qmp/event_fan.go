package qmp

import (
	"context"
	"sync"
)

// A LabeledEvent is an event of one of the connections of an EventFan.
type LabeledEvent struct {
	// Label is the label that Add was called with.
	Label string
	Event Event
	// Err is nil for an ordinary event. If Event is set too, its data could not
	// be decoded. If Event is zero, the connection has ended with this error, and
	// nothing follows for this label.
	Err error
}

// An EventFan merges the events of several connections into one channel. Its
// methods may be called from several goroutines at once.
type EventFan struct {
	events  chan LabeledEvent
	ctx     context.Context //nolint:containedctx // Close cancels it to end the goroutines of Add
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
}

// NewEventFan makes an EventFan without connections. For each connection it keeps
// 256 unread events. Further events replace the oldest ones; Event.Dropped counts
// these.
func NewEventFan() *EventFan {
	ctx, cancel := context.WithCancel(context.Background())
	return &EventFan{events: make(chan LabeledEvent), ctx: ctx, cancel: cancel}
}

// Add subscribes to all events of c. The decoders are used as in [Conn.Events]; a
// generated package has them in EventDecoders. After Close, Add does nothing.
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

// Events returns the channel of the events of all connections. Close closes it.
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
