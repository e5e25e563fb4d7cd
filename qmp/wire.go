package qmp

import (
	"bytes"
	"encoding/json"
)

// This file is where the server meets the codec.

// decodeArgs decodes the arguments of a command strictly; raw is nil when the
// request has none, which equals {}.
func decodeArgs(raw json.RawMessage, v Typed, _ InputPolicy) error {
	if raw == nil {
		raw = json.RawMessage("{}")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// decodeNoArgs decodes the arguments of a command that takes none.
func decodeNoArgs(raw json.RawMessage) error {
	var none struct{}
	if raw == nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(&none)
}
