package model

import "github.com/qapi-go/qapi-gen/diag"

// An Enum is an enumeration type ("Enumeration types").
type Enum struct {
	Header
	Values []*EnumValue
	Prefix string // of C constants; it has no meaning in Go
}

// An EnumValue is one value of an Enum.
type EnumValue struct {
	Name     string
	Pos, End diag.Pos
	If       *Cond
	Features []*Feature
}

// JSON is always JSONString.
func (*Enum) JSON() JSONKind { return JSONString }
func (*Enum) isType()        {}
