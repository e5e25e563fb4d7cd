package qmp

import (
	"errors"
	"fmt"
)

// read is the reader goroutine: it takes in all that the server sends and
// never waits for anybody else.
func (c *Conn) read() {
	f := framer{r: c.nc, limit: c.cfg.replyLimit, agent: c.cfg.guestAgent, discarding: c.cfg.guestAgent}
	for {
		text, err := f.next()
		if err != nil {
			c.fail(c.ended(err))
			return
		}
		m, err := parseMessage(text)
		if err == nil {
			err = c.receive(m)
		}
		if err != nil {
			c.fail(fmt.Errorf("qmp: %w", err))
			return
		}
	}
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
