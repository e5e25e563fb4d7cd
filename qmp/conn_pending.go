package qmp

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// A callList is a list of calls in the order of their sending. The links are
// in the calls.
type callList struct {
	first, last *call
	len         int
}

func (l *callList) push(cl *call) {
	cl.prev, cl.next = l.last, nil
	if l.last != nil {
		l.last.next = cl
	} else {
		l.first = cl
	}
	l.last = cl
	l.len++
}

func (l *callList) remove(cl *call) {
	if cl.prev != nil {
		cl.prev.next = cl.next
	} else {
		l.first = cl.next
	}
	if cl.next != nil {
		cl.next.prev = cl.prev
	} else {
		l.last = cl.prev
	}
	cl.prev, cl.next = nil, nil
	l.len--
}

// settle takes a call off the books: its reply is here or will never come.
// The caller holds Conn.mu.
func (c *Conn) settle(cl *call) {
	cl.answered = true
	delete(c.pending, cl.id)
	if !cl.oob {
		c.order.remove(cl)
	}
	c.slotsFor(cl).free()
	if cl.hasFiles {
		c.withFiles.free()
	}
}

// abandon is for a caller that no longer waits. It reports false when the
// answer is there all the same. A request not sent yet is withdrawn; one that
// is keeps its place, for the server will answer it.
func (c *Conn) abandon(cl *call) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cl.answered {
		return false
	}
	if cl.queued {
		c.outbox = slices.DeleteFunc(c.outbox, func(o *call) bool { return o == cl })
		cl.closeFiles()
		c.settle(cl)
	}
	cl.abandoned = true
	return true
}

// complete hands a reply to the call that it answers.
func (c *Conn) complete(m message) error {
	c.mu.Lock()
	cl, err := c.match(m.id, m.err != nil)
	if cl == nil {
		c.mu.Unlock()
		return err
	}
	c.passOver(cl)
	c.settle(cl)
	wanted := !cl.abandoned
	c.mu.Unlock()

	if !wanted {
		c.recycle(cl)
		return nil
	}
	if m.err != nil {
		cl.finish(reply{err: decodeError(m.err)})
		return nil
	}
	cl.body = append(cl.body[:0], m.ret...)
	cl.finish(reply{body: cl.body})
	return nil
}

// match finds the call that a reply with this id answers. It returns nil when
// there is none: the reply is to be ignored. The caller holds Conn.mu.
func (c *Conn) match(id []byte, failed bool) (*call, error) {
	if id != nil {
		// We send plain numbers from 1: what is none is not ours, and 0 is
		// nobody's.
		n, _ := strconv.ParseUint(string(id), 10, 64)
		return sent(c.pending[n]), nil
	}
	// Some agents do not echo ids. In-band requests are answered in the order
	// of their sending, so that the order tells as long as nothing overtakes.
	if len(c.pending) > c.order.len {
		return nil, errors.New("the server sent a reply without id while out-of-band commands are running: nobody can tell which one it answers")
	}
	cl := c.order.first
	for cl != nil && cl.silent && !failed {
		cl = cl.next
	}
	return sent(cl), nil
}

// sent returns cl unless it is still in the outbox, where no reply can be to
// it.
func sent(cl *call) *call {
	if cl == nil || cl.queued {
		return nil
	}
	return cl
}

var errSkipped = errors.New("the agent answered a later command and not this one: it was restarted, perhaps with its guest")

// passOver takes calls off the books that have no answer left to wait for,
// because one that was sent later is answered. Those that answer only if they
// fail have succeeded. A guest agent answers strictly in order, so that the
// others are lost there; a QMP server may still answer them. The caller holds
// Conn.mu.
func (c *Conn) passOver(cl *call) {
	if cl.oob {
		return
	}
	for s := c.order.first; s != cl; {
		next := s.next
		if s.silent || c.cfg.guestAgent {
			c.settle(s)
			if !s.abandoned {
				s.finish(reply{err: passedOver(s)})
			}
		}
		s = next
	}
}

func passedOver(cl *call) error {
	if cl.silent {
		return nil
	}
	return errSkipped
}

// dropped fails the call whose request the server says it has thrown away.
func (c *Conn) dropped(data []byte) {
	var d struct {
		ID     json.RawMessage
		Reason string
	}
	if json.Unmarshal(data, &d) != nil {
		return
	}
	// The schema of the event was to have the id as a string.
	id := d.ID
	var text string
	if json.Unmarshal(id, &text) == nil {
		id = json.RawMessage(text)
	}
	if len(id) == 0 {
		return
	}
	c.mu.Lock()
	cl, _ := c.match(id, true)
	if cl != nil {
		c.settle(cl)
	}
	wanted := cl != nil && !cl.abandoned
	c.mu.Unlock()
	if wanted {
		err := ErrRequestDropped
		if d.Reason != "" {
			err = fmt.Errorf("%w: %s", err, d.Reason)
		}
		cl.finish(reply{err: err})
	}
}
