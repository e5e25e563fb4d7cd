package qmp

import (
	"context"
	"fmt"
	"strconv"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/qapi"
)

// Execute runs a command and waits for its reply.
//
// The arguments may be nil, a generated type, a json.RawMessage, or anything
// that encoding/json turns into an object. The reply is decoded into what ret
// points to: a generated type or a slice of them, a json.RawMessage, or
// anything that encoding/json decodes; nil ignores it.
//
// An error that the server answered with has an *Error in its chain. When the
// context ends Execute returns at once; a command that is sent by then will be
// carried out all the same, one that is not will not be.
//
//go:noinline // generated clients call it once a command, and would compile its body as often
func (c *Conn) Execute(ctx context.Context, name string, args, ret any) error {
	return c.execute(ctx, name, args, ret, false)
}

// ExecuteOOB runs a command out-of-band: it overtakes the commands that the
// server is busy with or has queued. The server must list the command with
// allow-oob. ErrOOBNotNegotiated is returned when the connection does not have
// that capability.
func (c *Conn) ExecuteOOB(ctx context.Context, name string, args, ret any) error {
	if !c.oob {
		return fmt.Errorf("%s: %w", name, ErrOOBNotNegotiated)
	}
	return c.execute(ctx, name, args, ret, true)
}

func (c *Conn) execute(ctx context.Context, name string, args, ret any, oob bool) error {
	cl := c.newCall()
	cl.oob = oob
	err := c.encodeRequest(cl, name, args)
	if err == nil {
		cl.files, err = filesFromContext(ctx, c.transport)
		cl.hasFiles = cl.files != nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	r, err := c.roundTrip(ctx, cl)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	err = r.err
	if err == nil && ret != nil {
		if err = c.decodeReply(r.body, ret); err != nil {
			err = fmt.Errorf("reply: %w", err)
		}
	}
	c.recycle(cl)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// A reply is the result that the reader delivers to a call.
type reply struct {
	body []byte // the "return" member
	err  error
}

// A call is a request that waits for its reply.
type call struct {
	id       uint64
	oob      bool
	noReply  bool // answered only if it fails
	request  []byte
	files    fdconn.Descriptors
	hasFiles bool   // has or had
	body     []byte // keeps the reply's memory
	answer   chan reply

	// The following are guarded by Conn.mu.
	queued     bool // in the outbox
	abandoned  bool // the caller waits no more; the request keeps its place in the order
	answered   bool
	prev, next *call // in Conn.order
}

// maxKeptBuffer bounds the buffers that go back to the pool.
const maxKeptBuffer = 64 << 10

// newCall returns a call from the pool, or a new one. Each connection has its own
// pool, because a channel may not leave its testing/synctest bubble.
func (c *Conn) newCall() *call {
	if cl, ok := c.calls.Get().(*call); ok {
		return cl
	}
	return &call{answer: make(chan reply, 1)}
}

// recycle puts a call into the pool. Nothing may refer to it any more.
func (c *Conn) recycle(cl *call) {
	request, body := cl.request[:0], cl.body[:0]
	if cap(request) > maxKeptBuffer {
		request = nil
	}
	if cap(body) > maxKeptBuffer {
		body = nil
	}
	*cl = call{request: request, body: body, answer: cl.answer}
	c.calls.Put(cl)
}

func (cl *call) finish(r reply) { cl.answer <- r }

// closeFiles is for a request that will not be sent.
func (cl *call) closeFiles() {
	cl.files.Close()
	cl.files = nil
}

// encodeRequest writes the whole request ("Issuing Commands").
func (c *Conn) encodeRequest(cl *call, name string, args any) error {
	key := `{"execute": `
	if cl.oob && !c.cfg.rfcControl {
		key = `{"exec-oob": `
	}
	b := cl.request[:0]
	b = append(b, key...)
	b, err := appendName(b, name)
	if err != nil {
		return fmt.Errorf("command name: %w", err)
	}
	if args != nil {
		without := len(b)
		b = append(b, `, "arguments": `...)
		at := len(b)
		if b, err = appendArgs(b, args); err != nil {
			return fmt.Errorf("arguments: %w", err)
		}
		if string(b[at:]) == "null" { // of a nil map or pointer
			b = b[:without]
		}
	}
	if cl.oob && c.cfg.rfcControl {
		b = append(b, `, "control": {"run-oob": true}`...)
	}
	cl.id = c.lastID.Add(1)
	if c.withIDs {
		b = append(b, `, "id": `...)
		b = strconv.AppendUint(b, cl.id, 10)
	}
	b = append(b, "}\n"...)
	cl.request = b
	return nil
}

// appendName appends a command's name as a JSON string.
func appendName(b []byte, name string) ([]byte, error) {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return qapi.AppendJSON(b, name)
		}
	}
	b = append(b, '"')
	b = append(b, name...)
	return append(b, '"'), nil
}

// roundTrip sends a request and waits for its reply. After an error the caller must
// not use the call again.
func (c *Conn) roundTrip(ctx context.Context, cl *call) (reply, error) {
	if err := c.enqueue(ctx, cl); err != nil {
		cl.closeFiles()
		return reply{}, err
	}
	return c.await(ctx, cl)
}

// await waits for the reply to a request that has been submitted.
func (c *Conn) await(ctx context.Context, cl *call) (reply, error) {
	c.readOwnReply(ctx, cl)
	select {
	case r := <-cl.answer:
		return r, nil
	case <-ctx.Done():
	}
	if c.abandon(cl) {
		return reply{}, timedOut(ctx.Err())
	}
	return <-cl.answer, nil
}

// enqueue acquires the slots that a request needs and submits it.
func (c *Conn) enqueue(ctx context.Context, cl *call) error {
	if err := ctx.Err(); err != nil {
		return timedOut(err)
	}
	if cl.hasFiles {
		// A server keeps the descriptors of one request. Those of the next
		// would replace them if it came before the first has run.
		if err := c.fileSlot.acquire(ctx, c); err != nil {
			return err
		}
	}
	if err := c.slotsFor(cl).acquire(ctx, c); err != nil {
		if cl.hasFiles {
			c.fileSlot.release()
		}
		return err
	}
	return c.submit(cl)
}

// submit registers calls as pending and queues them for writing. Each must hold
// an in-flight slot.
func (c *Conn) submit(calls ...*call) error {
	c.mu.Lock()
	if err := c.err; err != nil {
		c.mu.Unlock()
		return err
	}
	for _, cl := range calls {
		c.pending[cl.id] = cl
		if !cl.oob {
			c.order.push(cl)
		}
		cl.queued = true
	}
	c.outbox = append(c.outbox, calls...)
	c.mu.Unlock()
	c.flush()
	return nil
}

func (c *Conn) slotsFor(cl *call) slots {
	if cl.oob {
		return c.outOfBand
	}
	return c.inBand
}
