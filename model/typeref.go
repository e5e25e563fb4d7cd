package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// A typeRef is a reference to a type: a name, an array, or an inline declaration.
type typeRef struct {
	name     string // for an array, the name of its element
	array    bool
	pos, end diag.Pos
	implicit *Struct // the type itself if it is declared inline
}

// given reports whether the reference is present. Where a type is optional, QEMU
// treats an empty name as absent.
func (t *typeRef) given() bool { return t.name != "" || t.array || t.implicit != nil }

// key returns the type's key in builder.types.
func (t *typeRef) key() string {
	if t.array {
		return arrayName(t.name)
	}
	return t.name
}

// typeName reads a type that cannot be an array.
func (r *reader) typeName(v *parser.Value, what string) typeRef {
	if v.Kind != parser.String {
		r.valueErrorf(v, "%s must be the name of a type", what)
	}
	return typeRef{name: v.Str, pos: v.Pos, end: v.End}
}

// typeNameOrArray reads a type that can be an array.
func (r *reader) typeNameOrArray(v *parser.Value, what string) typeRef {
	switch {
	case v.Kind == parser.Array && (len(v.Elems) != 1 || v.Elems[0].Kind != parser.String):
		r.valueErrorf(v, "%s is an array: it must hold the name of one type, as in ['str']", what)
	case v.Kind == parser.Array:
		elem := v.Elems[0]
		return typeRef{name: elem.Str, array: true, pos: elem.Pos, end: elem.End}
	case v.Kind != parser.String:
		d := r.valueErrorf(v, "%s must be the name of a type, or an array as in ['str']", what)
		if v.Kind == parser.Object {
			d.Note(diag.Pos{}, "define a struct with these members, and give its name here")
		}
	}
	return typeRef{name: v.Str, pos: v.Pos, end: v.End}
}

// typeNameOrMembers reads a type that can be declared inline as an object of
// members. The object becomes an implicit struct with that role.
func (r *reader) typeNameOrMembers(v *parser.Value, what string, h *Header, role string, permissive bool) typeRef {
	switch v.Kind {
	case parser.Object:
		if len(v.Members) == 0 {
			return typeRef{}
		}
		return typeRef{implicit: r.implicitStruct(v, h, role, permissive)}
	case parser.String:
		return typeRef{name: v.Str, pos: v.Pos, end: v.End}
	default:
		r.valueErrorf(v, "%s must be an object of members, or the name of a type", what)
		return typeRef{}
	}
}

// resolve returns the type that ref refers to in the definition h. It returns nil if
// there is no such type, which it reports, or if that type has an error already.
func (b *builder) resolve(h *Header, ref *typeRef) Type {
	if ref.implicit != nil {
		return ref.implicit
	}
	t, ok := b.types[ref.key()]
	if !ok {
		b.unknownType(h, ref)
		return nil
	}
	if a, isArray := t.(*Array); isArray && a.failed {
		if ref.array && ref.pos != a.ref.pos {
			b.unknownType(h, ref)
		}
		return nil
	}
	return t
}

// typeNames yields the names of the types that the schema defines, in no particular
// order.
func (b *builder) typeNames(yield func(string) bool) {
	for name, def := range b.schema.names {
		if _, ok := def.(Type); ok && !yield(name) {
			return
		}
	}
}

// describe returns the kind and the name of a type, for messages.
func describe(t Type) string {
	switch t := t.(type) {
	case *Array:
		return "an array"
	case *Struct:
		return "struct '" + t.Name + "'"
	case *Builtin:
		return "built-in type '" + t.Name + "'"
	default:
		return t.Common().in
	}
}
