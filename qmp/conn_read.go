package qmp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// What the server sends is read by one goroutine at a time, the one that is
// reading. That is the connection's reader as long as anybody may wait for
// something: it never waits for anybody else. But a call that is alone on a
// quiet connection reads its reply itself: to be woken by another goroutine
// takes half as long again as the whole round trip.

// lingering is how long the reader leaves reading to the next caller when
// nobody waits for anything. What can come meanwhile is an event that nobody
// has subscribed to, and a hang-up that nobody watches for. A timer that is
// due soon costs the scheduler what reading oneself has saved.
const lingering = 100 * time.Millisecond

// read is the reader goroutine.
func (c *Conn) read() {
	for {
		for reading := true; reading; reading = !c.leave() {
			if err := c.readOne(); err != nil {
				c.fail(err)
				return
			}
		}
		if !c.resume() {
			return
		}
	}
}

// readOne takes in one message. An error is the end of the connection.
func (c *Conn) readOne() error {
	text, err := c.framer.next()
	if err != nil {
		return c.ended(err)
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

// leave lets the reader leave reading to the next caller, if nobody waits.
// That takes a connection whose deadline interrupts a read.
func (c *Conn) leave() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.direct == nil || !c.ready || c.err != nil || len(c.pending) > 0 || c.listeners > 0 {
		return false
	}
	c.reading = false
	return true
}

// resume waits until the reader is to read again: at once when somebody waits
// for what nobody reads, and else when there was no call for a while. It
// reports false when the connection has ended.
func (c *Conn) resume() bool {
	timer := time.NewTimer(lingering)
	defer timer.Stop()
	for {
		wanted := false
		select {
		case <-c.wanted:
			wanted = true
		case <-timer.C:
			timer.Reset(lingering)
		case <-c.done:
			return false
		}
		c.mu.Lock()
		resumed := !c.reading && (wanted || !c.led)
		c.reading = c.reading || resumed
		c.led = false
		c.mu.Unlock()
		if resumed {
			return true
		}
	}
}

// lead has the caller read until its reply has come, if nobody else reads.
func (c *Conn) lead(ctx context.Context, cl *call) {
	c.mu.Lock()
	leads := !c.reading && c.err == nil
	c.reading = c.reading || leads
	c.mu.Unlock()
	if !leads {
		return
	}
	c.readFor(ctx, cl)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reading, c.led = false, true
	c.wantReader()
}

// readFor reads until the call has its reply, its context has ended, or the
// connection has.
func (c *Conn) readFor(ctx context.Context, cl *call) {
	if ctx.Done() != nil {
		interrupted := make(chan struct{})
		stop := context.AfterFunc(ctx, func() {
			_ = c.nc.SetReadDeadline(longAgo)
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

// longAgo is a deadline that ends a read at once.
var longAgo = time.Unix(1, 0)

// resetDeadline lets reads go on after one was interrupted.
func (c *Conn) resetDeadline() {
	c.mu.Lock()
	defer c.mu.Unlock()
	deadline := time.Time{}
	if c.writeErr != nil {
		deadline = time.Now().Add(hangUpGrace)
	}
	// When it cannot be set the connection has ended.
	_ = c.nc.SetReadDeadline(deadline)
}

// wantReader wakes the reader when somebody waits for what nobody reads. The
// caller holds Conn.mu.
func (c *Conn) wantReader() {
	if c.reading || (len(c.pending) == 0 && c.listeners == 0) {
		return
	}
	select {
	case c.wanted <- struct{}{}:
	default: // it has been told
	}
}

// listen counts those who wait for events, or for the connection's end.
func (c *Conn) listen(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.listeners += n
	c.wantReader()
}

// receive acts on one message. An error ends the connection.
func (c *Conn) receive(m message) error {
	switch {
	case m.event != nil:
		return c.receiveEvent(m)
	case m.ret != nil || m.err != nil:
		if c.sync != nil && c.sync.take(m) {
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
