package qapi

import "errors"

// Null is the value of QAPI's built-in type null: its only form in JSON is
// null. A *Null that is nil is absent, as with every optional member; one
// that is not nil is sent as null.
type Null struct{}

// MarshalJSON implements json.Marshaler.
func (Null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// UnmarshalJSON implements json.Unmarshaler; it refuses everything but null.
func (*Null) UnmarshalJSON(data []byte) error {
	if string(data) != "null" {
		return errors.New("qapi: expected null")
	}
	return nil
}
