package qmp

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

const (
	firstSyncInterval = 500 * time.Millisecond
	maxSyncInterval   = 8 * time.Second
	// maxSyncID is the largest integer that every JSON reader keeps exact.
	maxSyncID = 1<<53 - 1
)

// An agentSync is the handshake with a guest agent. While it lasts the reader
// gives it the replies.
type agentSync struct {
	replies chan syncReply
	done    chan struct{}
}

type syncReply struct{ value, id string }

func newAgentSync() *agentSync {
	return &agentSync{replies: make(chan syncReply, 1), done: make(chan struct{})}
}

// offer hands a reply to the handshake. It reports false when that is over.
func (s *agentSync) offer(m message) bool {
	select {
	case <-s.done:
		return false
	default:
	}
	r := syncReply{value: string(m.ret), id: string(m.id)}
	select {
	case s.replies <- r:
		return true
	case <-s.done:
		return false
	}
}

// synchroniseAgent finds the place in the agent's output where the replies to this
// client begin: after the sentinel, with the number that was asked for
// ("guest-sync-delimited"). Replies to earlier clients are discarded.
//
// A request may be lost while the guest boots, so it is repeated. The interval
// grows, because an agent that starts late answers all queued requests, and only
// the answer to the last one ends the handshake. Every other attempt has no id:
// agents before QEMU 4.0 refuse that member, and do not send the sentinel before
// their error.
func (c *Conn) synchroniseAgent(ctx context.Context) error {
	defer close(c.sync.done)
	interval := firstSyncInterval
	for attempt := 0; ; attempt++ {
		number := strconv.FormatInt(rand.Int64N(maxSyncID), 10)
		c.sendSync(number, attempt%2 == 0)
		timer := time.NewTimer(interval)
		echoed, err := c.awaitSync(ctx, number, timer.C)
		timer.Stop()
		if err == nil {
			c.withIDs = echoed
			return nil
		}
		if !errors.Is(err, errSyncLost) || ctx.Err() != nil {
			return err
		}
		interval = min(2*interval, maxSyncInterval)
	}
}

var errSyncLost = errors.New("qmp: no answer to guest-sync-delimited")

// awaitSync waits for the answer with number, and reports whether the agent
// echoes ids.
func (c *Conn) awaitSync(ctx context.Context, number string, again <-chan time.Time) (echoed bool, err error) {
	for {
		select {
		case r := <-c.sync.replies:
			if r.value == number {
				return r.id == number, nil
			}
		case <-again:
			return false, errSyncLost
		case <-c.done:
			return false, c.Err()
		case <-ctx.Done():
			return false, fmt.Errorf("%w: %w; is the agent running in the guest?", errSyncLost, ctx.Err())
		}
	}
}

// sendSync queues a request to synchronise. The sentinel before it makes the
// agent forget a request that an earlier client left unfinished.
func (c *Conn) sendSync(number string, withID bool) {
	cl := c.newCall()
	b := cl.request[:0]
	b = append(b, sentinel)
	b = append(b, `{"execute": "guest-sync-delimited", "arguments": {"id": `...)
	b = append(b, number...)
	b = append(b, '}')
	if withID {
		b = append(b, `, "id": `...)
		b = append(b, number...)
	}
	b = append(b, "}\n"...)
	cl.request = b
	c.mu.Lock()
	c.outbox = append(c.outbox, cl)
	c.mu.Unlock()
	c.flush()
}
