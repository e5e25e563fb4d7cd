package model

// An Event is an event ("Events").
type Event struct {
	Header
	Arg   Object // nil: it carries none
	Boxed bool
}
