package qmp

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ExecuteNoReply executes a command that the server answers only if it fails
// ("success-response": false), such as the guest agent's guest-shutdown. The client
// sends another request after it. ExecuteNoReply returns nil when the server answers
// that request, or when it closes the connection, as it does at a shutdown. A suspended
// guest answers only when it resumes, so give the context a deadline.
func (c *Conn) ExecuteNoReply(ctx context.Context, name string, args any) error {
	if err := c.executeNoReply(ctx, name, args); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (c *Conn) executeNoReply(ctx context.Context, name string, args any) error {
	silent, barrier := c.newCall(), c.newCall()
	silent.noReply, barrier.abandoned = true, true
	if err := c.encodeRequest(silent, name, args); err != nil {
		return err
	}
	if err := c.encodeBarrier(barrier); err != nil {
		return err
	}
	if err := c.enqueuePair(ctx, silent, barrier); err != nil {
		return err
	}
	r, err := c.await(ctx, silent)
	switch {
	case err != nil:
		return err
	case errors.Is(r.err, io.EOF) && !silent.queued:
		return nil
	}
	return r.err
}

// encodeBarrier makes a request that any server answers in its turn and that
// has no effect. In QMP that is a second negotiation, which is refused.
func (c *Conn) encodeBarrier(cl *call) error {
	if c.cfg.guestAgent {
		return c.encodeRequest(cl, "guest-sync", struct {
			ID uint64 `json:"id"`
		}{c.lastID.Load()})
	}
	return c.encodeRequest(cl, "qmp_capabilities", nil)
}

// enqueuePair submits two requests with none between them. With an agent that does
// not echo ids, only their order shows which of them an error answers.
func (c *Conn) enqueuePair(ctx context.Context, first, second *call) error {
	// Two callers holding one slot each would deadlock.
	if err := c.pairSlot.acquire(ctx, c); err != nil {
		return err
	}
	defer c.pairSlot.release()
	if err := c.inBand.acquire(ctx, c); err != nil {
		return err
	}
	if err := c.inBand.acquire(ctx, c); err != nil {
		c.inBand.release()
		return err
	}
	return c.submit(first, second)
}
