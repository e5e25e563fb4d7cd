package server

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// queueLength is how many in-band requests of a monitor may wait.
const queueLength = 8

// The dispatcher runs in-band requests, one at a time for the whole server. Sessions
// take turns.
//
// It has no permanent goroutine. The first caller to find it idle makes it busy: a
// session's reader runs one request itself (begin, end); any other caller starts
// a goroutine that drains the queue (push).
type dispatcher struct {
	executor   Executor
	runsInline bool            // commands may run in the goroutine of a reader
	closed     <-chan struct{} // the server is closed: do not wait for the executor

	mu             sync.Mutex
	currentChanged sync.Cond // signalled when current changes
	busy           bool
	stopped        bool
	current        *session // whose request runs
	turns          uint64   // how many requests have begun
	runQueue       runQueue
}

// A runQueue holds the sessions with queued requests. The session that was served
// longest ago comes first, as in QEMU. A new session counts as served when it begins,
// so sessions that begin later cannot overtake it, however many they are.
type runQueue []*session

func (q *runQueue) push(s *session) {
	if s.inRunQueue {
		return
	}
	s.inRunQueue = true
	at, _ := slices.BinarySearchFunc(*q, s.lastTurn+1, func(other *session, turn uint64) int {
		return cmp.Compare(other.lastTurn, turn)
	})
	*q = slices.Insert(*q, at, s)
}

func (q *runQueue) pop() *session {
	if len(*q) == 0 {
		return nil
	}
	s := (*q)[0]
	*q = slices.Delete(*q, 0, 1)
	s.inRunQueue = false
	return s
}

func newDispatcher(executor Executor, closed <-chan struct{}) *dispatcher {
	_, inline := executor.(inlineExecutor)
	d := &dispatcher{executor: executor, runsInline: inline, closed: closed}
	d.currentChanged.L = &d.mu
	return d
}

// add gives a session that begins its place behind those that wait.
func (d *dispatcher) add(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s.lastTurn = d.turns
}

// begin makes the dispatcher busy with a request that the reader of s runs itself.
// It reports false if a request runs or is queued.
func (d *dispatcher) begin(s *session) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy || d.stopped {
		return false
	}
	d.busy = true
	d.setCurrent(s)
	return true
}

// end ends what begin began, and drains the queue if requests have come meanwhile.
func (d *dispatcher) end(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.setCurrent(nil)
	if d.endsWithTurn(s) {
		d.unsuspend(s)
	}
	d.busy = len(d.runQueue) > 0
	if d.busy {
		go untilReturned(d.drain)
	}
}

// push queues a request of s. It reports false if the queue is full or the server
// shuts down. If suspended is true the reader of s must wait for resumed.
func (d *dispatcher) push(s *session, r *request) (pushed, suspended bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopped || len(s.queue) == queueLength {
		return false, false
	}
	s.queue = append(s.queue, r)
	// With OOB off the reader waits for the answer, and otherwise for room.
	s.suspended = !s.oob || (len(s.queue) == queueLength && !s.srv.config.rfc)
	d.runQueue.push(s)
	if !d.busy {
		d.busy = true
		go untilReturned(d.drain)
	}
	return true, s.suspended
}

// pop removes the next request, and resumes a session whose queue was full. If there
// is no request it makes the dispatcher idle.
func (d *dispatcher) pop() *request {
	d.mu.Lock()
	defer d.mu.Unlock()
	for s := d.runQueue.pop(); s != nil && !d.stopped; s = d.runQueue.pop() {
		if len(s.queue) == 0 {
			continue // its connection has ended
		}
		r := s.queue[0]
		s.queue = slices.Delete(s.queue, 0, 1)
		d.setCurrent(s)
		if len(s.queue) > 0 {
			d.runQueue.push(s)
		}
		if s.oob && !s.ending {
			d.unsuspend(s)
		}
		return r
	}
	d.busy = false
	return nil
}

func (d *dispatcher) unsuspend(s *session) {
	if s.suspended {
		s.suspended = false
		s.in.interrupt()
		s.resumed <- struct{}{}
	}
}

// setCurrent begins the turn of s. If s is nil, no request runs.
func (d *dispatcher) setCurrent(s *session) {
	d.current = s
	if s != nil {
		d.turns++
		s.lastTurn = d.turns
	}
	d.currentChanged.Broadcast()
}

// drain runs queued requests until there are none. The caller has made the
// dispatcher busy.
func (d *dispatcher) drain() {
	for d.runNext() {
	}
}

// runNext runs the next request. It reports false if there is none.
func (d *dispatcher) runNext() bool {
	r := d.pop()
	if r == nil {
		return false
	}
	defer d.endTurn(r.session, r.session.oob)
	d.execute(r)
	return true
}

// endTurn ends the turn of s. hadOOB says whether out-of-band execution was on when
// the request began, which may have turned it on itself.
func (d *dispatcher) endTurn(s *session, hadOOB bool) {
	s.out.flush()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.setCurrent(nil)
	if !hadOOB || d.endsWithTurn(s) {
		d.unsuspend(s)
	}
}

// endsWithTurn reports whether s ends with the request that has just run: because
// the server shuts down, or because the client sends no more and all is answered.
func (d *dispatcher) endsWithTurn(s *session) bool {
	return d.stopped || s.ending && len(s.queue) == 0
}

// execute runs a request and waits for its end. Coroutine commands and refusals do
// not go to the executor.
func (d *dispatcher) execute(r *request) {
	if d.runsInline || r.command == nil || r.command.Flags&Coroutine != 0 {
		r.run()
		r.noteSpeed(r.start)
		return
	}
	begin := time.Now() // A reader waits for the executor, too.
	t := &task{request: r}
	d.executor.Execute(t.run)
	t.wait(d.closed)
	r.noteSpeed(begin)
}

// awaitEmpty suspends s until its last request has been answered. It reports
// false if nothing of s waits or runs.
func (d *dispatcher) awaitEmpty(s *session) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopped || len(s.queue) == 0 && d.current != s {
		return false
	}
	s.ending, s.suspended = true, true
	return true
}

// discardQueued discards the queued requests of s.
func (d *dispatcher) discardQueued(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range s.queue {
		r.release()
	}
	s.queue = nil
}

// waitFinished waits until no request of s runs, or the server is closed.
func (d *dispatcher) waitFinished(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for d.current == s && !d.isClosed() {
		d.currentChanged.Wait()
	}
}

func (d *dispatcher) isClosed() bool {
	select {
	case <-d.closed:
		return true
	default:
		return false
	}
}

// wake ends the waits of waitFinished after the server was closed.
func (d *dispatcher) wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.currentChanged.Broadcast()
}

// stop lets no further request begin, and resumes the sessions that wait for one.
func (d *dispatcher) stop(sessions []*session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stopped = true
	for _, s := range sessions {
		if s != d.current {
			d.unsuspend(s)
		}
	}
}
