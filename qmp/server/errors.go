package server

import (
	"errors"

	"github.com/qapi-go/qapi-gen/qmp"
)

// NotImplemented returns the error for a command that the server does not implement.
// The methods of UnimplementedCommands return it.
//
//go:noinline // generated packages call it once a command, and would compile its body as often
func NotImplemented(command string) error {
	return &qmp.Error{Class: qmp.CommandNotFound, Desc: command + " is not implemented"}
}

func generic(desc string) *qmp.Error { return &qmp.Error{Class: qmp.GenericError, Desc: desc} }

// asError returns the error to send for the error of a handler.
func asError(err error) *qmp.Error {
	var e *qmp.Error
	ok := errors.As(err, &e)
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
