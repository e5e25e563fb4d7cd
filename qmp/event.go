package qmp

import (
	"encoding/json"
	"fmt"
	"time"
)

// An EventBody is the data of an event; the type generated for the event
// implements it.
type EventBody interface {
	// EventName is the event's name in the schema.
	EventName() string
}

// An Event is an event as a client sees it.
type Event struct {
	Name string
	// Time is when the event occurred by the server's clock, to the
	// microsecond; it is zero when the server could not tell.
	Time time.Time
	// Data is the event's data as it came, nil when it has none.
	Data json.RawMessage
	// Body is Data decoded, or nil when the schema that the client was
	// generated from does not have the event.
	Body EventBody
	// Dropped counts the events that the subscription lost just before this
	// one, because its buffer was full.
	Dropped uint64
}

// String writes the event as in `SHUTDOWN at 12:00:01.5 {"guest": true}`.
func (e Event) String() string {
	text := e.Name
	if !e.Time.IsZero() {
		text += " at " + e.Time.Format("15:04:05.999999")
	}
	if e.Data != nil {
		text += " " + string(e.Data)
	}
	if e.Dropped > 0 {
		text += fmt.Sprintf(" (%d events before it were dropped)", e.Dropped)
	}
	return text
}
