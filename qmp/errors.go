package qmp

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
