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

// removePending removes a call from the pending ones and releases its slots,
// because its reply has come or never will. The caller holds Conn.mu.
func (c *Conn) removePending(cl *call) {
	cl.answered = true
	delete(c.pending, cl.id)
	if !cl.oob {
		c.order.remove(cl)
	}
	c.slotsFor(cl).release()
	if cl.hasFiles {
		c.fileSlot.release()
	}
}

// abandon is called when the caller of a request stops waiting. It reports false if
// the reply has already come. A request that has not been sent is withdrawn. One
// that has been sent stays pending, because the server will answer it.
func (c *Conn) abandon(cl *call) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cl.answered {
		return false
	}
	if cl.queued {
		c.outbox = slices.DeleteFunc(c.outbox, func(o *call) bool { return o == cl })
		cl.closeFiles()
		c.removePending(cl)
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
	c.finishEarlierThan(cl)
	c.removePending(cl)
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

// match returns the call that a reply with this id answers, or nil if the reply is
// to be ignored. The caller holds Conn.mu.
func (c *Conn) match(id []byte, failed bool) (*call, error) {
	if id != nil {
		// Our ids are plain numbers from 1. For anything else n is 0, which is
		// the id of no call.
		n, _ := strconv.ParseUint(string(id), 10, 64)
		return sent(c.pending[n]), nil
	}
	// Some agents do not echo ids. In-band requests are answered in the order
	// of their sending, so that the order tells as long as nothing overtakes.
	if len(c.pending) > c.order.len {
		return nil, errors.New("the server sent a reply without id while out-of-band commands are running: nobody can tell which one it answers")
	}
	cl := c.order.first
	for cl != nil && cl.noReply && !failed {
		cl = cl.next
	}
	return sent(cl), nil
}

// sent returns cl, or nil if it is still in the outbox: then the reply cannot be
// its own.
func sent(cl *call) *call {
	if cl == nil || cl.queued {
		return nil
	}
	return cl
}

var errAnswerSkipped = errors.New("the agent answered a later command and not this one: it was restarted, perhaps with its guest")

// finishEarlierThan finishes the calls that were sent before answered and can get no
// reply any more, because answered has got one. Commands that reply only on failure have
// succeeded. A guest agent answers strictly in order, so all other calls have failed
// there; a QMP server may still answer them. The caller holds Conn.mu.
func (c *Conn) finishEarlierThan(answered *call) {
	if answered.oob {
		return
	}
	for cl := c.order.first; cl != answered; {
		next := cl.next
		if cl.noReply || c.cfg.guestAgent {
			c.removePending(cl)
			if !cl.abandoned {
				cl.finish(reply{err: outcomeWithoutReply(cl)})
			}
		}
		cl = next
	}
}

func outcomeWithoutReply(cl *call) error {
	if cl.noReply {
		return nil
	}
	return errAnswerSkipped
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
		c.removePending(cl)
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
