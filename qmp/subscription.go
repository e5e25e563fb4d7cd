package qmp

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
)

// defaultEventBuffer is how many events a subscription keeps unread.
const defaultEventBuffer = 256

// A Subscription receives events of a connection. It keeps a bounded number
// of unread ones: when a further one comes, the oldest is dropped, and the
// next event read says how many were. A slow reader thus never holds up
// replies, other subscriptions or the server.
//
// Its methods may be called from several goroutines at once; each event goes
// to one of them.
type Subscription struct {
	conn  *Conn
	names []string // sorted; empty means all
	wake  chan struct{}
	done  chan struct{}

	mu                sync.Mutex
	ring              []Event
	first             int
	len               int
	droppedUnreported uint64 // dropped since the last event read
	dropped           uint64
	err               error
}

// A SubscribeOption changes what a subscription receives.
type SubscribeOption func(*Subscription)

// EventNames makes a subscription receive the events of these names only.
func EventNames(names ...string) SubscribeOption {
	return func(s *Subscription) {
		s.names = append(s.names, names...)
		slices.Sort(s.names)
	}
}

// EventBuffer sets how many unread events a subscription keeps, at least one.
// The default is 256.
func EventBuffer(n int) SubscribeOption {
	return func(s *Subscription) { s.ring = make([]Event, max(n, 1)) }
}

// Subscribe starts to receive events. Events from now on are kept for the
// subscription until it is closed. On a connection that has ended the
// subscription has ended too.
func (c *Conn) Subscribe(opts ...SubscribeOption) *Subscription {
	s := &Subscription{conn: c, wake: make(chan struct{}, 1), done: make(chan struct{})}
	for _, o := range opts {
		o(s)
	}
	if s.ring == nil {
		s.ring = make([]Event, defaultEventBuffer)
	}
	c.subMu.Lock()
	defer c.subMu.Unlock()
	if c.subs == nil {
		s.end(c.Err())
		return s
	}
	c.subs[s] = struct{}{}
	c.addListeners(1)
	return s
}

// publish hands an event to the subscriptions.
func (c *Conn) publish(ev Event) {
	c.subMu.RLock()
	defer c.subMu.RUnlock()
	for s := range c.subs {
		s.push(ev)
	}
}

func (c *Conn) endSubscriptions(cause error) {
	c.subMu.Lock()
	defer c.subMu.Unlock()
	for s := range c.subs {
		s.end(cause)
	}
	c.subs = nil
}

// Close ends the subscription. Unread events can still be read.
func (s *Subscription) Close() {
	s.conn.subMu.Lock()
	if _, open := s.conn.subs[s]; open {
		delete(s.conn.subs, s)
		s.conn.addListeners(-1)
	}
	s.conn.subMu.Unlock()
	s.end(ErrClosed)
}

// Dropped returns how many events were dropped so far.
func (s *Subscription) Dropped() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dropped
}

// Next waits for the next event. After the last one it returns why the
// subscription ended: an error that wraps the connection's, or ErrClosed.
func (s *Subscription) Next(ctx context.Context) (Event, error) {
	for {
		if ev, ok, err := s.pop(); ok || err != nil {
			return ev, err
		}
		select {
		case <-s.wake:
		case <-s.done:
		case <-ctx.Done():
			return Event{}, ctx.Err()
		}
	}
}

// All iterates over the events until the subscription ends, which the last
// pair says with an error; that is ErrClosed after Close and the context's
// after its end. Breaking off leaves the subscription open.
func (s *Subscription) All(ctx context.Context) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		for {
			ev, err := s.Next(ctx)
			if !yield(ev, err) || err != nil {
				return
			}
		}
	}
}

// push appends an event. If the ring is full it drops the oldest one.
func (s *Subscription) push(ev Event) {
	if len(s.names) > 0 {
		if _, found := slices.BinarySearch(s.names, ev.Name); !found {
			return
		}
	}
	s.mu.Lock()
	if s.len == len(s.ring) {
		s.first = (s.first + 1) % len(s.ring)
		s.len--
		s.droppedUnreported++
		s.dropped++
	}
	s.ring[(s.first+s.len)%len(s.ring)] = ev
	s.len++
	s.mu.Unlock()
	s.signal()
}

// pop removes the oldest event. If there is none, it returns the reason why no more
// will come, or nil if more may come.
func (s *Subscription) pop() (Event, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.len == 0 {
		return Event{}, false, s.err
	}
	ev := s.ring[s.first]
	s.ring[s.first] = Event{} // let go of its data
	s.first = (s.first + 1) % len(s.ring)
	s.len--
	ev.Dropped, s.droppedUnreported = s.droppedUnreported, 0
	if s.len > 0 {
		s.signal() // for another reader
	}
	return ev, true, nil
}

func (s *Subscription) signal() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

func (s *Subscription) end(cause error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return
	}
	s.err = fmt.Errorf("qmp: no more events: %w", cause)
	close(s.done)
}
