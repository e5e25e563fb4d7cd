package server

import (
	"net"
	"sync"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// An outbox holds the messages to be written to a client, in order. No caller
// blocks on the client: flush writes as much as the connection accepts at once,
// and starts a goroutine that writes the rest and then ends.
type outbox struct {
	conn   net.Conn
	direct fdconn.DirectWriter // nil: the connection can only be written to by waiting
	limits *Limits
	budget *budget
	// overflow is called, with mu held, when a message comes while more than the
	// limit waits.
	overflow func()
	trace    func(message []byte) // nil: none

	mu            sync.Mutex
	drained       sync.Cond // signalled when waiting falls, or closed is set
	pending       []byte    // not yet given to a writer
	spare         []byte    // a buffer to reuse as pending
	waiting       int       // bytes put in and not yet written
	charged       int       // bytes of buffers, taken from the budget
	writing       bool      // a goroutine is writing
	eventsEnabled bool      // the client is to get events
	closed        bool      // the connection failed or ended; all is discarded
}

func newOutbox(conn net.Conn, limits *Limits, budget *budget, overflow func()) *outbox {
	o := &outbox{conn: conn, direct: fdconn.NewDirectWriter(conn), limits: limits, budget: budget, overflow: overflow}
	o.drained.L = &o.mu
	return o
}

// put appends a message. It writes nothing; see flush.
func (o *outbox) put(message []byte) {
	o.mu.Lock()
	defer o.mu.Unlock() // trace may panic
	o.putLocked(message)
}

func (o *outbox) putLocked(message []byte) {
	if o.closed {
		return
	}
	if o.waiting > o.limits.OutputBytes || o.budget.exhausted() && o.isFullLocked() {
		o.closeLocked()
		o.overflow()
		return
	}
	if o.trace != nil {
		o.trace(message)
	}
	before := cap(o.pending)
	o.pending = append(o.pending, message...)
	if len(o.pending) == len(message) {
		before = 0 // an empty buffer is not charged
	}
	o.waiting += len(message)
	o.charge(cap(o.pending) - before)
}

// charge takes n bytes from the budget, which are of a buffer with something to write.
func (o *outbox) charge(n int) {
	o.charged += n
	o.budget.takeAlways(n)
}

// subtractWritten subtracts bytes that were written, and the size of the part of the
// buffer that is not needed any more. A closed outbox has neither.
func (o *outbox) subtractWritten(written, buffer int) {
	if !o.closed {
		o.waiting -= written
		o.charge(-buffer)
	}
}

// putAndEnableEvents appends the reply that ends negotiation; events follow it.
func (o *outbox) putAndEnableEvents(message []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.putLocked(message)
	o.eventsEnabled = true
}

// putEvent appends an event, if the client is to get events.
func (o *outbox) putEvent(message []byte) (put bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.eventsEnabled || o.closed {
		return false
	}
	o.putLocked(message)
	return true
}

// flush writes the pending messages. If the connection does not accept all at once, a
// goroutine writes the rest.
func (o *outbox) flush() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flushLocked()
}

// flushLocked is flush with mu held. It unlocks mu while it writes.
func (o *outbox) flushLocked() {
	if o.writing || o.closed || len(o.pending) == 0 {
		return
	}
	o.writing = true
	if o.direct == nil {
		go o.drain(nil)
		return
	}
	for len(o.pending) > 0 && !o.closed {
		batch := o.takePending()
		o.mu.Unlock()
		n, err := o.direct.WriteNow(batch)
		o.mu.Lock()
		if err == nil && n < len(batch) {
			o.subtractWritten(n, n)
			go o.drain(batch[n:])
			return
		}
		o.recordWrite(batch, n, err)
	}
	o.writing = false
}

// drain writes batch and then all that is pending. It blocks while the client does
// not read.
func (o *outbox) drain(batch []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for !o.closed {
		if batch == nil {
			if len(o.pending) == 0 {
				break
			}
			batch = o.takePending()
		}
		o.mu.Unlock()
		n, err := o.conn.Write(batch)
		o.mu.Lock()
		o.recordWrite(batch, n, err)
		batch = nil
	}
	o.writing = false
}

// takePending returns the pending messages and removes them.
func (o *outbox) takePending() []byte {
	batch := o.pending
	o.pending, o.spare = o.spare[:0], nil
	return batch
}

func (o *outbox) recordWrite(batch []byte, n int, err error) {
	o.subtractWritten(n, cap(batch))
	if cap(batch) <= qjson.MaxKeptBuffer {
		o.spare = batch[:0]
	}
	if err != nil {
		o.closeLocked()
	}
	o.drained.Broadcast()
}

// awaitRoom flushes and waits while the client has left so much unread that its
// requests are not read. It reports false if the outbox is closed.
func (o *outbox) awaitRoom() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.isFullLocked() && !o.closed {
		o.flushLocked()
		if o.writing { // another goroutine writes the rest
			o.drained.Wait()
		}
	}
	return !o.closed
}

// awaitEmpty waits until all is written, or the outbox is closed.
func (o *outbox) awaitEmpty() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.waiting > 0 && !o.closed {
		o.drained.Wait()
	}
}

// isFullLocked reports whether the client has left so much unread that its requests
// are not read.
func (o *outbox) isFullLocked() bool { return o.waiting > o.limits.pauseAt(o.budget) }

// close discards all pending and later messages.
func (o *outbox) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closeLocked()
}

func (o *outbox) closeLocked() {
	o.closed = true
	o.pending, o.spare = nil, nil
	o.waiting = 0
	o.charge(-o.charged)
	o.drained.Broadcast()
}
