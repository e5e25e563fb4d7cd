package qmp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// One goroutine at a time reads from the server. While calls are pending or there
// are subscriptions, that is the read loop, which delivers messages and never
// blocks on a receiver. A call that is alone on a quiet connection reads its own
// reply: being woken by the read loop would take half as long again as the round
// trip.

// idleHandoff is how long the read loop stays parked after the last pending
// call has returned. In that time a caller reads its own reply, which saves two
// goroutine switches. An event without subscriber, or a hang-up, may stay unread for
// that time. A shorter time would cost as much in timers as it saves.
const idleHandoff = 100 * time.Millisecond

// read is the read loop.
func (c *Conn) read() {
	for {
		for reading := true; reading; reading = !c.parkReadLoop() {
			if err := c.readOne(); err != nil {
				c.fail(err)
				return
			}
		}
		if !c.unparkReadLoop() {
			return
		}
	}
}

// readOne reads and delivers one message. An error ends the connection.
func (c *Conn) readOne() error {
	text, err := c.framer.next()
	if err != nil {
		return c.endError(err)
	}
	if c.cfg.trace != nil {
		c.cfg.trace(WireMessage{Direction: Received, Conn: c.cfg.traceLabel, Time: time.Now(), Data: text})
	}
	m, err := parseMessage(text)
	if err == nil {
		err = c.receive(m)
	}
	if err != nil {
		return fmt.Errorf("qmp: %w", err)
	}
	return nil
}

// parkReadLoop parks the read loop if no call is pending and there are no
// listeners, so that the next caller can read its own reply. The transport must
// have deadlines, which interrupt that read.
func (c *Conn) parkReadLoop() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.direct == nil || c.deadlines == nil || !c.ready || c.err != nil || len(c.pending) > 0 || c.listeners > 0 {
		return false
	}
	c.reading = false
	return true
}

// unparkReadLoop waits until the read loop must read again: when wakeReader says
// so, or when no caller has read for idleHandoff. It reports false when the
// connection has ended.
func (c *Conn) unparkReadLoop() bool {
	timer := time.NewTimer(idleHandoff)
	defer timer.Stop()
	for {
		woken := false
		select {
		case <-c.wake:
			woken = true
		case <-timer.C:
			timer.Reset(idleHandoff)
		case <-c.done:
			return false
		}
		c.mu.Lock()
		resumed := !c.reading && (woken || !c.callerRead)
		c.reading = c.reading || resumed
		c.callerRead = false
		c.mu.Unlock()
		if resumed {
			return true
		}
	}
}

// readOwnReply reads until the reply to cl has come, unless another goroutine reads.
func (c *Conn) readOwnReply(ctx context.Context, cl *call) {
	c.mu.Lock()
	reads := !c.reading && c.err == nil
	c.reading = c.reading || reads
	c.mu.Unlock()
	if !reads {
		return
	}
	c.readFor(ctx, cl)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reading, c.callerRead = false, true
	c.wakeReader()
}

// readFor reads until the call has its reply, its context has ended, or the
// connection has.
func (c *Conn) readFor(ctx context.Context, cl *call) {
	if ctx.Done() != nil {
		interrupted := make(chan struct{})
		stop := context.AfterFunc(ctx, func() {
			_ = c.deadlines.SetReadDeadline(pastDeadline)
			close(interrupted)
		})
		defer func() {
			if !stop() {
				<-interrupted
				c.resetDeadline()
			}
		}()
	}
	for len(cl.answer) == 0 && ctx.Err() == nil {
		err := c.readOne()
		interrupted := ctx.Err() != nil && errors.Is(err, os.ErrDeadlineExceeded)
		if err != nil && !interrupted {
			c.fail(err)
			return
		}
	}
}

// pastDeadline is a deadline that ends a read at once.
var pastDeadline = time.Unix(1, 0)

// resetDeadline lets reads go on after one was interrupted.
func (c *Conn) resetDeadline() {
	c.mu.Lock()
	defer c.mu.Unlock()
	deadline := time.Time{}
	if c.writeErr != nil {
		deadline = time.Now().Add(closeGrace)
	}
	// An error means that the connection has ended.
	_ = c.deadlines.SetReadDeadline(deadline)
}

// wakeReader wakes the parked read loop if calls are pending or there are
// listeners, and no caller reads. The caller holds Conn.mu.
func (c *Conn) wakeReader() {
	if c.reading || (len(c.pending) == 0 && c.listeners == 0) {
		return
	}
	select {
	case c.wake <- struct{}{}:
	default: // it has been told
	}
}

// addListeners adds n to the number of subscriptions and calls of Done, for which
// the read loop must not park.
func (c *Conn) addListeners(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listeners += n
	c.wakeReader()
}

// receive acts on one message. An error ends the connection.
func (c *Conn) receive(m message) error {
	switch {
	case m.event != nil:
		return c.receiveEvent(m)
	case m.ret != nil || m.err != nil:
		if c.sync != nil && c.sync.offer(m) {
			return nil
		}
		return c.complete(m)
	case m.greeting != nil:
		return c.receiveGreeting(m)
	}
	return errors.New("the server sent a message that is neither a reply nor an event")
}

func (c *Conn) receiveEvent(m message) error {
	ev, err := m.decodeEvent()
	if err != nil {
		return err
	}
	switch ev.Name {
	case "request-dropped", "COMMAND_DROPPED": // the RFC's name, and the one in QEMU 2.12
		c.dropped(m.data)
	}
	c.publish(ev)
	return nil
}

func (c *Conn) receiveGreeting(m message) error {
	if c.cfg.guestAgent {
		return errors.New("the server sent a QMP greeting: this is no guest agent (leave WithGuestAgent out)")
	}
	if c.greeted {
		return errors.New("the server sent a second greeting")
	}
	g, err := m.decodeGreeting()
	if err != nil {
		return err
	}
	c.greeted = true
	c.greetings <- g
	return nil
}
