package qmp

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

// A batch is the requests that go out in one write. The goroutine that writes
// owns it.
type batch struct {
	text        []byte
	sent        int // bytes of text
	files       fdconn.Descriptors
	requestEnds []requestEnd
}

// A requestEnd says where in a batch a request ends. The call itself may be
// answered, and reused, while others of its batch are still being written.
type requestEnd struct {
	id  uint64
	end int
}

// closeGrace is how long the read loop goes on reading after a write has failed,
// so that replies to requests already sent still arrive.
const closeGrace = time.Second

// flush writes the requests in the outbox, unless another goroutine is writing. A
// single request is written by its caller as far as the socket accepts it
// without waiting. The rest, and several requests together, are written by a
// goroutine that ends when the outbox is empty. So a caller never blocks in a
// write.
func (c *Conn) flush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writing {
		return
	}
	c.writing = true
	if len(c.pending) < 2 && c.direct != nil && c.nextBatch() && c.batch.files == nil {
		c.mu.Unlock()
		c.recordWrite(c.direct.WriteNow(c.batch.text))
		c.mu.Lock()
		c.writing = c.nextBatch()
	}
	if c.writing && c.err == nil {
		c.running.Go(c.writeQueued) // the read loop runs, so Close does not wait yet
	}
}

// writeQueued writes the rest of the batch, and then all that is in the outbox.
func (c *Conn) writeQueued() {
	// Other callers have just received replies and are about to send. Let them
	// run first, so that one write takes all their requests.
	runtime.Gosched()
	for c.nextQueued() {
		n, err := fdconn.Write(c.transport, c.batch.text[c.batch.sent:], c.batch.files)
		c.batch.files.Close()
		c.batch.files = nil
		c.recordWrite(n, err)
	}
}

// nextQueued is nextBatch for writeQueued, which does not hold Conn.mu.
func (c *Conn) nextQueued() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writing = c.nextBatch()
	return c.writing
}

// nextBatch reports whether there is something to write: the rest of the batch, or the
// requests that it moves from the outbox to a new batch. A request with descriptors is
// a batch of its own, because the kernel passes descriptors with a single write. The
// caller holds Conn.mu.
func (c *Conn) nextBatch() bool {
	b := &c.batch
	if c.err != nil || c.writeErr != nil {
		b.files.Close()
		b.files = nil
		return false
	}
	if b.sent < len(b.text) {
		return true
	}
	if cap(b.text) > maxKeptBuffer {
		b.text = nil
	}
	b.text, b.sent, b.requestEnds = b.text[:0], 0, b.requestEnds[:0]
	n := 0
	for _, cl := range c.outbox {
		if cl.hasFiles && n > 0 {
			break
		}
		if c.cfg.trace != nil {
			c.cfg.trace(WireMessage{
				Direction: Sent, Conn: c.cfg.traceLabel, Time: time.Now(),
				Data: bytes.TrimRight(cl.request, "\n"), Files: len(cl.files),
			})
		}
		b.text = append(b.text, cl.request...)
		b.requestEnds = append(b.requestEnds, requestEnd{cl.id, len(b.text)})
		b.files, cl.files = cl.files, nil
		cl.queued = false
		n++
		if cl.hasFiles {
			break
		}
	}
	rest := copy(c.outbox, c.outbox[n:])
	clear(c.outbox[rest:])
	c.outbox = c.outbox[:rest]
	return n > 0
}

// recordWrite records the result of a write. A write that fails ends the connection,
// because part of a request may have been sent. If it failed because the server
// closed the connection, replies that it has already sent are still delivered:
// the read loop goes on until the end of the stream.
func (c *Conn) recordWrite(n int, err error) {
	c.batch.sent += n
	if err == nil {
		return
	}
	if !isHangUp(err) {
		c.fail(lostError(err))
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writeErr = err
	for _, r := range c.batch.requestEnds {
		if cl := c.pending[r.id]; cl != nil && r.end > c.batch.sent {
			cl.queued = true
			c.outbox = append(c.outbox, cl)
		}
	}
	if c.deadlines == nil {
		time.AfterFunc(closeGrace, func() { c.fail(lostError(err)) })
		return
	}
	// An error means that the connection has ended.
	_ = c.deadlines.SetReadDeadline(time.Now().Add(closeGrace))
}

// endError returns the cause of the connection's end for the error of a read.
func (c *Conn) endError(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writeErr != nil && errors.Is(err, os.ErrDeadlineExceeded) {
		err = c.writeErr
	}
	return lostError(err)
}
