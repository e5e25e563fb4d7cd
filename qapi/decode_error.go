package qapi

import (
	"fmt"
	"strconv"
)

// A DecodeError is why JSON could not be decoded into a Go value.
type DecodeError struct {
	Kind DecodeErrorKind
	// Path leads to the value or member at fault, like
	// inject-error[0].errno; it is empty for the whole document. Errors of
	// kind MalformedJSON and DuplicateMember have none: they are found
	// before the document is compared with a type.
	Path string
	// Expected is what a value of the wrong type or out of range should have
	// been: boolean, string, number, null, array, object, int8 to int64,
	// uint8 to uint64, or the name of an alternate.
	Expected string
	// Found is what is there instead: the value of an enum (UnknownValue,
	// RejectedValue), the number (OutOfRange, and WrongType of numbers),
	// the kind of JSON value (WrongType), the name of the duplicate.
	Found string
	// Reason says what is wrong with malformed JSON.
	Reason string
	// Feature is deprecated or unstable, the feature that a policy rejects.
	Feature string
	// Offset is the position in the document, in bytes; of a missing
	// member, that of the object that lacks it.
	Offset int
}

// DecodeErrorKind is the kind of a DecodeError.
type DecodeErrorKind uint8

const (
	// MalformedJSON is not JSON (RFC 8259), or nested too deep.
	MalformedJSON DecodeErrorKind = iota + 1
	// DuplicateMember is a member that an object has twice.
	DuplicateMember
	// WrongType is a value of another kind, as a string for a number, or a
	// fraction for an integer.
	WrongType
	// OutOfRange is a number that its type can't hold.
	OutOfRange
	// MissingMember is a mandatory member that an object lacks. Tolerant
	// decoding leaves it zero.
	MissingMember
	// UnexpectedMember is a member that the type does not have. Tolerant
	// decoding ignores it.
	UnexpectedMember
	// UnknownValue is a string that is none of an enum's values. Tolerant
	// decoding keeps it.
	UnknownValue
	// RejectedMember and RejectedValue have a feature that the policy for
	// input rejects.
	RejectedMember
	RejectedValue
)

func (e *DecodeError) Error() string {
	switch e.Kind {
	case MalformedJSON:
		return fmt.Sprintf("qapi: malformed JSON at byte %d: %s", e.Offset, e.Reason)
	case DuplicateMember:
		return fmt.Sprintf("qapi: malformed JSON at byte %d: an object has the member %s twice", e.Offset, quoteShort(e.Found))
	case WrongType:
		return "qapi: " + e.subject() + " is " + e.foundKind() + ", but must be of type " + e.Expected
	case OutOfRange:
		return "qapi: " + e.subject() + " is " + shorten(e.Found) + ", which is out of range for " + e.Expected
	case MissingMember:
		return "qapi: " + e.subject() + " is missing"
	case UnexpectedMember:
		return "qapi: " + e.subject() + " is not expected"
	case UnknownValue:
		return "qapi: " + e.subject() + " is " + quoteShort(e.Found) + ", which is no value of " + e.Expected
	case RejectedMember:
		return "qapi: " + e.subject() + " is " + e.Feature + ", which the policy rejects"
	case RejectedValue:
		return "qapi: " + e.subject() + " is " + quoteShort(e.Found) + ", a value that is " + e.Feature + ", which the policy rejects"
	}
	return "qapi: " + e.subject() + " cannot be decoded"
}

func (e *DecodeError) subject() string {
	if e.Path == "" {
		return "the value"
	}
	return "member " + quoteShort(e.Path)
}

// foundKind words what a value of the wrong type is.
func (e *DecodeError) foundKind() string {
	switch e.Found {
	case "null":
		return "null"
	case "array", "object":
		return "an " + e.Found
	case "boolean", "string":
		return "a " + e.Found
	}
	return shorten(e.Found)
}

// longest bounds how much of what a peer sent an error repeats.
const maxQuoted = 80

func shorten(s string) string {
	if len(s) > maxQuoted {
		return s[:maxQuoted] + "..."
	}
	return s
}

func quoteShort(s string) string { return strconv.Quote(shorten(s)) }
