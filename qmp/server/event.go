package server

// An EventInfo describes an event of the schema.
type EventInfo struct {
	Name  string
	Flags EventFlags
}

// EventFlags say about an event what its Go type does not.
type EventFlags uint8

const (
	// DeprecatedEvent and UnstableEvent have the special feature of that
	// name; a server's Policy may hide them.
	DeprecatedEvent EventFlags = 1 << iota
	UnstableEvent
)
