package model

import "github.com/qapi-go/qapi-gen/diag"

// An Alternate is an alternate type ("Alternate types").
type Alternate struct {
	Header
	Alternatives []*Alternative
}

// An Alternative is one of the types an Alternate's value may have. No two of
// them share a JSON kind.
type Alternative struct {
	Name     string
	Pos, End diag.Pos
	Type     Type
	If       *Cond
}

// JSON is always JSONValue.
func (*Alternate) JSON() JSONKind { return JSONValue }
func (*Alternate) isType()        {}
