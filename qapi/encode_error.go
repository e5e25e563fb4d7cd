package qapi

// An EncodeError is why a Go value has no form in JSON.
type EncodeError struct {
	// Path leads to the value at fault, like inject-error[0].errno; it is
	// empty for the whole value.
	Path string
	// Reason says what is wrong with it.
	Reason string
}

func (e *EncodeError) Error() string {
	if e.Path == "" {
		return "qapi: cannot encode the value: " + e.Reason
	}
	return "qapi: cannot encode member " + quoteShort(e.Path) + ": " + e.Reason
}

// in returns the error seen from the container that has the value at fault as
// the member or element that step names.
func (e *EncodeError) in(step string) *EncodeError {
	if e.Path != "" && e.Path[0] != '[' {
		step += "."
	}
	e.Path = step + e.Path
	return e
}

func unencodable(reason string) *EncodeError { return &EncodeError{Reason: reason} }
