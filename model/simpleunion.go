package model

import (
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// QEMU had simple unions up to 6.1 (its manual of 6.1, "Union types"). They are
// {"type": BRANCH, "data": VALUE} on the wire. The model turns them into other
// unions by types that the schema does not declare: a base with the member
// 'type', the enum of its values, and for each type of a branch a struct with
// the member 'data'. This wrapper is the same for all simple unions.

// unionKeys returns the keys of a union. They are those of a simple union if
// the edition has that and the definition has no key of the other kind.
func (r *reader) unionKeys(obj *parser.Value, keys keySet) keySet {
	if obj.Get("base") == nil && obj.Get("discriminator") == nil && r.b.tree.Allows(edition.SimpleUnions) {
		return keySet{required: []string{"union", "data"}, optional: keys.optional}
	}
	return keys
}

// adviseSimpleUnion adds to the error about missing keys that older editions
// accept the definition as a simple union.
func (r *reader) adviseSimpleUnion(obj *parser.Value) {
	if obj.Get("base") == nil && obj.Get("discriminator") == nil && obj.Get("data") != nil {
		r.advise(&r.b.diags[len(r.b.diags)-1], edition.SimpleUnions)
	}
}

// simpleUnion reads a union without a discriminator.
func (r *reader) simpleUnion(h Header, obj *parser.Value) declarable {
	u := &Union{Header: h, Simple: true, tag: "type", tagPos: h.Pos, tagEnd: h.End}
	data := obj.Get("data").Value
	if data.Kind != parser.Object {
		r.valueErrorf(data, "'data' of a union must be an object of its branches")
		return u
	}
	if len(data.Members) == 0 {
		r.valueErrorf(data, "a union without a discriminator needs a branch")
	}
	implicit := h
	implicit.Features = nil
	enum := &Enum{Header: implicit, Implicit: true}
	enum.Name = h.Name + "Kind"
	base := &Struct{Header: implicit, Role: roleBase}
	base.Name = "q_obj_" + h.Name + "-base"
	for i := range data.Members {
		at := &data.Members[i]
		what := "branch '" + at.Key + "'"
		r.memberName(at.Key, at.Pos, at.End, what, r.b.pragmas.memberNames[r.name])
		typ, long := r.typed(at, what, branchKeys)
		if typ == nil {
			continue
		}
		br := &Branch{
			Name: at.Key, Pos: at.Pos, End: at.End, If: r.cond(long, what),
			ref: typeRef{pos: typ.Pos, end: typ.End},
		}
		data := &Member{Name: "data", Pos: at.Pos, End: at.End, ref: r.typeNameOrArray(typ, "the type of "+what)}
		br.ref.implicit = wrapper(h, data)
		u.Branches = append(u.Branches, br)
		enum.Values = append(enum.Values, &EnumValue{Name: br.Name, Pos: br.Pos, End: br.End, If: br.If})
	}
	tag := &Member{Name: u.tag, Pos: h.Pos, End: h.End, DefinedIn: base, ref: typeRef{name: enum.Name, pos: h.Pos, end: h.End}}
	base.Own = []*Member{tag}
	u.base.implicit, u.kind = base, enum
	return u
}

// wrapper returns the struct that wraps a branch's type in a simple union with
// the header h.
func wrapper(h Header, data *Member) *Struct {
	s := &Struct{Header: h, Role: roleWrapper, Own: []*Member{data}}
	s.Name = "q_obj_" + data.ref.key() + "-wrapper"
	s.Doc, s.If, s.Features = nil, nil, nil
	data.DefinedIn = s
	return s
}

// declareSimple declares the implicit types of a simple union. Of equal
// wrappers it keeps the first.
func (u *Union) declareSimple(b *builder) {
	for _, br := range u.Branches {
		w := br.ref.implicit
		if known, ok := b.types[w.Name].(*Struct); ok {
			br.ref.implicit = known
			continue
		}
		w.declare(b)
	}
	if _, taken := b.types[u.kind.Name]; taken {
		return // reported as an error of the union's name
	}
	b.types[u.kind.Name] = u.kind
	b.entities = append(b.entities, u.kind)
}
