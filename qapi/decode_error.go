package qapi

import (
	"fmt"
	"strconv"

	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// A DecodeError describes why JSON could not be decoded into a Go value.
type DecodeError struct {
	Kind DecodeErrorKind
	// Path is the path of the value or member with the error, such as
	// inject-error[0].errno; it is empty for the whole document. It is also empty
	// for MalformedJSON and DuplicateMember, because these are found before the
	// document is compared with a type.
	Path string
	// Expected is the expected type, for WrongType and OutOfRange: boolean, string,
	// number, null, array, object, int8 to int64, uint8 to uint64, or the name of
	// an alternate. For UnknownValue it is the name of the enum.
	Expected string
	// Found is the value of the enum (UnknownValue, RejectedValue), the number
	// (OutOfRange, WrongType), the kind of a value that is not a number
	// (WrongType), or the name of the member (DuplicateMember).
	Found string
	// Reason is the syntax error (MalformedJSON).
	Reason string
	// Feature is the feature that the policy rejects: deprecated or unstable.
	Feature string
	// Offset is the position in the document, in bytes. For MissingMember it is
	// the position of the object.
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

// foundKind returns Found with an article.
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

// maxQuoted is the number of bytes of the peer's input that an error quotes.
const maxQuoted = 80

func shorten(s string) string { return qjson.Shorten(s, maxQuoted) }

func quoteShort(s string) string { return strconv.Quote(shorten(s)) }
