package qmp

import (
	"errors"
	"fmt"
	"runtime"
)

// read is the reader goroutine: it takes in all that the server sends and
// never waits for anybody else.
func (c *Conn) read() {
	f := framer{r: c.nc, limit: c.cfg.replyLimit, discarding: c.cfg.guestAgent}
	for {
		text, err := f.next()
		if err != nil {
			c.fail(lost(err))
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
	g, err := m.decodeGreeting()
	if err != nil {
		return err
	}
	select {
	case c.greetings <- g:
		return nil
	default:
		return errors.New("the server sent a second greeting")
	}
}

// write is the writer goroutine. Requests that come up while it writes go out
// together in its next write.
func (c *Conn) write() {
	var batch []byte
	for {
		select {
		case <-c.wake:
		case <-c.done:
			return
		}
		if c.busy() {
			// Other callers have just got their replies and are about to
			// send: let them, so that it makes one write of many.
			runtime.Gosched()
		}
		for {
			var files fileList
			batch, files = c.takeBatch(batch[:0])
			if len(batch) == 0 {
				break
			}
			err := writeWithFiles(c.nc, batch, files)
			files.close()
			if err != nil {
				// Part of a request may be out: what follows would make no
				// sense to the server.
				c.fail(lost(err))
				return
			}
		}
		if cap(batch) > keptMemory {
			batch = nil
		}
	}
}

// busy reports whether more than one request is unanswered.
func (c *Conn) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.pending) > 1
}

// takeBatch takes requests from the outbox. One that goes with descriptors
// goes alone, because the kernel ties them to a write.
func (c *Conn) takeBatch(batch []byte) ([]byte, fileList) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var files fileList
	n := 0
	for _, cl := range c.outbox {
		if cl.hasFiles && n > 0 {
			break
		}
		batch = append(batch, cl.request...)
		cl.queued = false
		n++
		if cl.hasFiles {
			files, cl.files = cl.files, nil
			break
		}
	}
	rest := copy(c.outbox, c.outbox[n:])
	clear(c.outbox[rest:])
	c.outbox = c.outbox[:rest]
	return batch, files
}
