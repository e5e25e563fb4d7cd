package qmp

import "time"

// A Direction tells whether a message was sent or received.
type Direction uint8

// The directions, seen from the side that calls the TraceHook.
const (
	Sent Direction = iota + 1
	Received
)

// String is "sent" or "received".
func (d Direction) String() string {
	switch d {
	case Sent:
		return "sent"
	case Received:
		return "received"
	}
	return "none"
}

// A WireMessage is one message as it went over a connection.
type WireMessage struct {
	Direction Direction
	// Conn identifies the connection: on a client by the label of WithTrace, on
	// a server by its number.
	Conn string
	Time time.Time
	// Data is the message in JSON, without a line end. A server converts requests
	// to strict JSON. The bytes are valid until the hook returns.
	Data []byte
	// Files is the number of file descriptors sent with the message.
	Files int
}

// A TraceHook is called with every message of a connection, in the goroutine that
// reads or writes it. It must not use the connection. Calls may overlap if they are
// for different connections or directions.
type TraceHook func(WireMessage)

// WithTrace calls hook with every message of the connection, with WireMessage.Conn
// set to label. wirelog.NewHook makes a hook that logs messages without secrets.
func WithTrace(label string, hook TraceHook) ConnOption {
	return func(cfg *connConfig) { cfg.traceLabel, cfg.trace = label, hook }
}
