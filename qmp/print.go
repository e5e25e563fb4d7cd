package qmp

import (
	"fmt"
	"strings"
)

// This file has String methods of the package's types, for logs and for failures
// of tests. No program should depend on what they return. Arguments of commands
// are not in them, because passwords may be.

// String returns "in-band", "out-of-band" or "no-reply".
func (m CallMode) String() string {
	names := [...]string{InBand: "in-band", OutOfBand: "out-of-band", NoReply: "no-reply"}
	if int(m) < len(names) {
		return names[m]
	}
	return fmt.Sprintf("CallMode(%d)", m)
}

// String returns the command and its mode, as in "stop (in-band)".
func (c Call) String() string { return c.Name + " (" + c.Mode.String() + ")" }

// String returns the version and the capabilities, as in "7.2.22, capabilities: oob".
func (g Greeting) String() string {
	if len(g.Capabilities) == 0 {
		return g.Version.String() + ", no capabilities"
	}
	return g.Version.String() + ", capabilities: " + strings.Join(g.Capabilities, ", ")
}

// String returns the version of the server, and the error that ended the connection.
func (c *Conn) String() string {
	text := "connection to " + c.Version().String()
	if c.cfg.guestAgent {
		text = "connection to a guest agent"
	}
	if err := c.Err(); err != nil {
		text += ", ended: " + err.Error()
	}
	return text
}

// String returns which events the subscription receives.
func (s *Subscription) String() string {
	if len(s.names) == 0 {
		return "subscription to all events"
	}
	return "subscription to " + strings.Join(s.names, ", ")
}

// String returns "fan of events".
func (*EventFan) String() string { return "fan of events" }

// String returns the event, or why there are no more, behind the label.
func (e LabeledEvent) String() string {
	switch {
	case e.Err == nil:
		return e.Label + ": " + e.Event.String()
	case e.Event.Name == "":
		return e.Label + ": " + e.Err.Error()
	}
	return e.Label + ": " + e.Event.String() + ": " + e.Err.Error()
}

// String returns the message as it went over the connection, secrets included;
// package wirelog leaves them out.
func (m WireMessage) String() string {
	text := m.Direction.String()
	if m.Conn != "" {
		text += " on " + m.Conn
	}
	if !m.Time.IsZero() {
		text += " at " + m.Time.Format("15:04:05.999999")
	}
	text += ": " + string(m.Data)
	if m.Files > 0 {
		text += fmt.Sprintf(" (files: %d)", m.Files)
	}
	return text
}

// String returns the call that makes the option, as in "WithInFlight(16)".
func (o ConnOption) String() string {
	var cfg connConfig
	o(&cfg)
	switch {
	case cfg.withoutOOB:
		return "WithoutOOB()"
	case cfg.guestAgent:
		return "WithGuestAgent()"
	case cfg.rfcControl:
		return "WithRFCControl()"
	case cfg.strict:
		return "WithStrictReplies()"
	case cfg.replyLimit != 0:
		return fmt.Sprintf("WithMessageLimit(%d)", cfg.replyLimit)
	case cfg.inFlight != 0:
		return fmt.Sprintf("WithInFlight(%d)", cfg.inFlight)
	case cfg.dialRetry != 0:
		return fmt.Sprintf("WithDialRetry(%v)", cfg.dialRetry)
	case cfg.trace != nil:
		return fmt.Sprintf("WithTrace(%q, ...)", cfg.traceLabel)
	}
	return "ConnOption"
}

// String returns the call that makes the option, as in `EventNames("STOP")`.
func (o SubscribeOption) String() string {
	var s Subscription
	o(&s)
	switch {
	case len(s.names) > 0:
		return fmt.Sprintf("EventNames(%q)", s.names)
	case len(s.ring) > 0:
		return fmt.Sprintf("EventBuffer(%d)", len(s.ring))
	}
	return "SubscribeOption"
}
