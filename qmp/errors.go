package qmp

import "errors"

// An ErrorClass is the class of an error on the wire. Clients are meant to
// tell errors apart by it, and not by the description.
type ErrorClass string

// The error classes of QMP ("QapiErrorClass" in its schema).
const (
	GenericError    ErrorClass = "GenericError"
	CommandNotFound ErrorClass = "CommandNotFound"
	DeviceNotActive ErrorClass = "DeviceNotActive"
	DeviceNotFound  ErrorClass = "DeviceNotFound"
	KVMMissingCap   ErrorClass = "KVMMissingCap"
)

// An Error is an error reply. A client gets one from a command that the
// server refused; a handler returns one to choose the class.
type Error struct {
	Class ErrorClass `json:"class"`
	Desc  string     `json:"desc"`
}

// Error returns the class and the description; GenericError, which says
// nothing, is left out.
func (e *Error) Error() string {
	if e.Class == GenericError || e.Class == "" {
		return e.Desc
	}
	return string(e.Class) + ": " + e.Desc
}

// NotImplemented is the error for a command that the schema has and the
// server does not: UnimplementedCommands returns it.
//
//go:noinline // generated packages call it once a command, and would compile its body as often
func NotImplemented(command string) error {
	return &Error{Class: CommandNotFound, Desc: command + " is not implemented"}
}

func generic(desc string) *Error { return &Error{Class: GenericError, Desc: desc} }

// asError is what is sent for an error that a handler returned.
func asError(err error) *Error {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok:
		return generic(err.Error())
	case e == nil:
		return generic("unknown error: the command returned a nil *Error, which is not a nil error")
	case e.Class == "":
		return generic(e.Desc)
	}
	return e
}
