package server

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// This file is where the server meets the codec.

// decodeArgs decodes the arguments of a command strictly; raw is nil when the
// request has none, which equals {}.
func decodeArgs(raw json.RawMessage, v any, policy qapi.InputPolicy) error {
	if raw == nil {
		raw = json.RawMessage("{}")
	}
	err := qapi.DecodeWith(raw, v, qapi.DecodeOptions{Strict: true, Input: policy})
	var de *qapi.DecodeError
	if errors.As(err, &de) {
		return argumentError(de)
	}
	return err
}

// argumentError words an error in a command's arguments the way clients know
// it from QEMU.
func argumentError(e *qapi.DecodeError) *qmp.Error {
	var desc string
	switch e.Kind {
	case qapi.MissingMember:
		desc = "Parameter '" + e.Path + "' is missing"
	case qapi.UnexpectedMember:
		desc = "Parameter '" + e.Path + "' is unexpected"
	case qapi.UnknownValue:
		desc = "Parameter '" + e.Path + "' does not accept value '" + shorten(e.Found) + "'"
	case qapi.OutOfRange, qapi.WrongType:
		desc = mismatch(e)
	case qapi.RejectedMember:
		desc = "Parameter '" + e.Path + "' is " + e.Feature + ", and disabled by policy"
	case qapi.RejectedValue:
		desc = "Value '" + shorten(e.Found) + "' of parameter '" + e.Path + "' is " + e.Feature + ", and disabled by policy"
	default:
		desc = strings.TrimPrefix(e.Error(), "qapi: ")
	}
	return &qmp.Error{Class: qmp.GenericError, Desc: desc}
}

// shorten returns the beginning of s, for quoting a client's input in an error.
func shorten(s string) string { return qjson.Shorten(s, 80) }

// mismatch returns the text for a value of the wrong type or out of range. QEMU has one
// text for unsigned types and for values out of the range of narrow types, and another
// for the rest.
func mismatch(e *qapi.DecodeError) string {
	expected := e.Expected
	unsigned := strings.HasPrefix(expected, "uint")
	narrow := expected != "int64" && strings.HasPrefix(expected, "int")
	if unsigned || (narrow && e.Kind == qapi.OutOfRange) {
		return "Parameter '" + e.Path + "' expects " + expected
	}
	if strings.HasPrefix(expected, "int") {
		expected = "integer"
	}
	return "Invalid parameter type for '" + e.Path + "', expected: " + expected
}

// noArgs is the type of the arguments of a command without any.
type noArgs struct{}

var typeNoArgs = qapi.Type{Name: "no arguments", Kind: qapi.KindStruct}

func (*noArgs) QAPIType() *qapi.Type { return &typeNoArgs }

// decodeNoArgs decodes the arguments of a command that takes none.
func decodeNoArgs(raw json.RawMessage) error {
	if raw == nil || string(raw) == "{}" {
		return nil
	}
	return decodeArgs(raw, new(noArgs), qapi.InputPolicy{})
}

// wireJSON is JSON that the server has already encoded, on one line in ASCII.
type wireJSON []byte

// encodeResult encodes the result of a handler or the data of an event, on one line in
// ASCII.
func encodeResult(dst []byte, v any, policy qapi.OutputPolicy) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(dst, "{}"...), nil
	case wireJSON:
		return append(dst, v...), nil
	}
	return qapi.AppendWith(dst, v, qapi.EncodeOptions{Server: true, Output: policy})
}
