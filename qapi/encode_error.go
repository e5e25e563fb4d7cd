package qapi

// An EncodeError describes why a Go value cannot be encoded as JSON.
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

// in puts step, the name of a member or "[INDEX]", at the front of the path, and
// returns e. Each container of the value at fault calls it.
func (e *EncodeError) in(step string) *EncodeError {
	if e.Path != "" && e.Path[0] != '[' {
		step += "."
	}
	e.Path = step + e.Path
	return e
}

func unencodable(reason string) *EncodeError { return &EncodeError{Reason: reason} }
