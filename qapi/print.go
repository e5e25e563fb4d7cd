package qapi

import (
	"strconv"
	"strings"
)

// This file has the String methods of the package's types, for logs and for
// failures of tests. No program should depend on what they return.

var kindNames = [...]string{KindEnum: "enum", KindStruct: "struct", KindUnion: "union", KindAlternate: "alternate"}

// String returns the word of the schema language: enum, struct, union, alternate.
func (k Kind) String() string { return nameOf(kindNames[:], int(k), "Kind") }

var memberFlagNames = [...]string{"optional", "deprecated", "unstable"} // by bit

// String returns the flags as in "optional, deprecated", or "none".
func (f MemberFlags) String() string {
	var set []string
	for bit, name := range memberFlagNames {
		if f&(1<<bit) != 0 {
			set = append(set, name)
			f &^= 1 << bit
		}
	}
	if f != 0 || set == nil {
		set = append(set, nameOf([]string{"none"}, int(f), "MemberFlags"))
	}
	return strings.Join(set, ", ")
}

// String returns the kind and the name of the type, as in "struct BlockInfo".
func (t *Type) String() string { return t.Kind.String() + " " + t.Name }

// String returns "null".
func (Null) String() string { return "null" }

var verdictNames = [...]string{Accept: "accept", Reject: "reject", Crash: "crash"}

// String returns "accept", "reject" or "crash".
func (v Verdict) String() string { return nameOf(verdictNames[:], int(v), "Verdict") }

// String returns the policy as in "reject deprecated, accept unstable".
func (p InputPolicy) String() string {
	return p.Deprecated.String() + " deprecated, " + p.Unstable.String() + " unstable"
}

// String returns the policy as in "hide deprecated, show unstable".
func (p OutputPolicy) String() string {
	verb := map[bool]string{false: "show", true: "hide"}
	return verb[p.HideDeprecated] + " deprecated, " + verb[p.HideUnstable] + " unstable"
}

// String returns the options as in "strict, reject deprecated, accept unstable".
func (o DecodeOptions) String() string {
	if o.Strict {
		return "strict, " + o.Input.String()
	}
	return "tolerant, " + o.Input.String()
}

// String returns the options as in "server, hide deprecated, show unstable".
func (o EncodeOptions) String() string {
	if o.Server {
		return "server, " + o.Output.String()
	}
	return "client, " + o.Output.String()
}

var errorKindNames = [...]string{
	MalformedJSON: "malformed JSON", DuplicateMember: "duplicate member", WrongType: "wrong type",
	OutOfRange: "out of range", MissingMember: "missing member", UnexpectedMember: "unexpected member",
	UnknownValue: "unknown value", RejectedMember: "rejected member", RejectedValue: "rejected value",
}

// String returns the name of the kind in words, such as "missing member".
func (k DecodeErrorKind) String() string { return nameOf(errorKindNames[:], int(k), "DecodeErrorKind") }

// nameOf returns the name of a constant, and TYPE(VALUE) where there is none.
func nameOf(names []string, value int, typeName string) string {
	if value < len(names) && names[value] != "" {
		return names[value]
	}
	return typeName + "(" + strconv.Itoa(value) + ")"
}
