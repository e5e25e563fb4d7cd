package server

import (
	"cmp"
	"slices"
	"sync"
)

// queueLength is how many in-band requests of a monitor may wait.
const queueLength = 8

// The dispatcher has in-band requests run: one at a time for the whole
// server, the monitors taking turns.
//
// It has no goroutine of its own while there is nothing to do. Whoever finds
// it idle makes it busy, and then either runs a request itself (begin, end) or
// has a goroutine started that runs all that wait (push).
type dispatcher struct {
	executor Executor
	inline   bool            // commands may run in the goroutine of a reader
	closed   <-chan struct{} // the executor need not be waited for any more

	mu       sync.Mutex
	idle     sync.Cond // signalled when current changes
	busy     bool
	stopped  bool
	current  *session // whose request runs
	turns    uint64   // how many requests have begun
	runQueue runQueue
}

// A runQueue is the monitors that have requests waiting. The one whose last
// request ran longest ago comes first, as in QEMU: a monitor that waits for
// its first turn does not stand behind those that had theirs.
type runQueue []*session

func (q *runQueue) push(s *session) {
	if s.listed {
		return
	}
	s.listed = true
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
	s.listed = false
	return s
}

func newDispatcher(executor Executor, closed <-chan struct{}) *dispatcher {
	_, inline := executor.(directly)
	d := &dispatcher{executor: executor, inline: inline, closed: closed}
	d.idle.L = &d.mu
	return d
}

// begin reserves the dispatcher for a request of s that its reader will run,
// if nothing runs or waits.
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

// end follows begin.
func (d *dispatcher) end() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.setCurrent(nil)
	d.busy = len(d.runQueue) > 0
	if d.busy {
		go d.drain()
	}
}

// push queues a request of s. It is refused when the queue is full or the
// server shuts down. A monitor that is suspended must wait for resumed.
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
		go d.drain()
	}
	return true, s.suspended
}

// pop takes the next request, and lets a monitor go on whose queue was full.
// Without one it makes the dispatcher idle.
func (d *dispatcher) pop() (r *request, more bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for s := d.runQueue.pop(); s != nil && !d.stopped; s = d.runQueue.pop() {
		if len(s.queue) == 0 {
			continue // its client left
		}
		r = s.queue[0]
		s.queue = slices.Delete(s.queue, 0, 1)
		d.setCurrent(s)
		more = len(s.queue) > 0
		if more {
			d.runQueue.push(s)
		}
		if s.oob && !s.ending {
			d.unsuspend(s)
		}
		return r, more
	}
	d.busy = false
	return nil, false
}

func (d *dispatcher) unsuspend(s *session) {
	if s.suspended {
		s.suspended = false
		s.in.interrupt()
		s.resumed <- struct{}{}
	}
}

// setCurrent begins the turn of s; nil: nobody's request runs.
func (d *dispatcher) setCurrent(s *session) {
	d.current = s
	if s != nil {
		d.turns++
		s.lastTurn = d.turns
	}
	d.idle.Broadcast()
}

// drain runs what waits. The caller has made the dispatcher busy.
func (d *dispatcher) drain() {
	for {
		r, more := d.pop()
		if r == nil {
			return
		}
		s := r.session
		readAhead := s.oob // before the request, which may turn it on
		d.execute(r)
		if more {
			s.out.flushSoon()
		} else {
			s.out.flush()
		}
		d.mu.Lock()
		d.setCurrent(nil)
		if !readAhead || s.ending && (len(s.queue) == 0 || d.stopped) {
			d.unsuspend(s)
		}
		d.mu.Unlock()
	}
}

// execute runs a request to its end. What needs no main loop does not go there.
func (d *dispatcher) execute(r *request) {
	if d.inline || r.command == nil || r.command.Flags&Coroutine != 0 {
		r.runTimed()
		return
	}
	done := make(chan struct{})
	d.executor.Execute(func() {
		defer close(done)
		r.runTimed()
	})
	select {
	case <-done:
	case <-d.closed:
	}
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

// drop discards the requests of s that wait.
func (d *dispatcher) drop(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range s.queue {
		r.release()
	}
	s.queue = nil
}

// wait waits until no request of s runs.
func (d *dispatcher) wait(s *session) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for d.current == s {
		d.idle.Wait()
	}
}

// stop has no further request begin. The readers that wait for one that
// will not begin go on.
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
