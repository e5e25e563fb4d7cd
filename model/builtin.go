package model

// A Builtin is a type the language predefines ("Built-in Types"); the array
// of one is an Array like any other.
type Builtin struct {
	Header
	Kind JSONKind
}

// JSON is the type's kind on the wire.
func (b *Builtin) JSON() JSONKind { return b.Kind }
func (*Builtin) isType()          {}
