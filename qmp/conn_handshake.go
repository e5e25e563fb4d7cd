package qmp

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// handshake brings the connection to where commands can be executed
// ("Capabilities Negotiation").
func (c *Conn) handshake(ctx context.Context) error {
	if c.cfg.guestAgent {
		return c.synchroniseAgent(ctx)
	}
	select {
	case c.greeting = <-c.greetings:
	case <-c.done:
		return c.Err()
	case <-ctx.Done():
		return fmt.Errorf("qmp: no greeting: %w; another client may hold the monitor, or it is a guest agent (see WithGuestAgent)", timedOut(ctx.Err()))
	}
	return c.negotiate(ctx)
}

func (c *Conn) negotiate(ctx context.Context) error {
	type arguments struct {
		Enable []string `json:"enable"`
	}
	var args any
	oob := !c.cfg.withoutOOB && slices.Contains(c.greeting.Capabilities, "oob")
	if oob {
		c.enabled = []string{"oob"}
		args = arguments{Enable: c.enabled}
	}
	err := c.Execute(ctx, "qmp_capabilities", args, nil)
	if err == nil && oob {
		c.oob = true
		c.inBand = make(slots, c.cfg.inFlight)
	}
	if refused := (*Error)(nil); errors.As(err, &refused) {
		return fmt.Errorf("%w: %w (its greeting offers %q)", ErrNegotiation, err, c.greeting.Capabilities)
	}
	return err
}
