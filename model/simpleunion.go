package model

import (
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// Simple unions, which QEMU had up to 6.1 (its manual of 6.1, "Union types"),
// are {"type": BRANCH, "data": VALUE} on the wire. Here they are unions like any
// other, made of types that the schema does not write out: a base with the
// member 'type', the enum of its values, and for each type of a branch a struct
// with the member 'data', the wrapper, which all simple unions share.

// unionKeys are the keys of a union: those of a simple one where the edition
// has them and the definition has nothing of the other kind.
func (r *reader) unionKeys(obj *parser.Value, keys keySet) keySet {
	if obj.Get("base") == nil && obj.Get("discriminator") == nil && r.b.tree.Allows(edition.SimpleUnions) {
		return keySet{required: []string{"union", "data"}, optional: keys.optional}
	}
	return keys
}

// adviseSimpleUnion adds to the error about what the union lacks that it would
// have been a simple union once.
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

// wrapper is the struct that a simple union, whose header is h, makes of a type.
func wrapper(h Header, data *Member) *Struct {
	s := &Struct{Header: h, Role: roleWrapper, Own: []*Member{data}}
	s.Name = "q_obj_" + data.ref.key() + "-wrapper"
	s.Doc, s.If, s.Features = nil, nil, nil
	data.DefinedIn = s
	return s
}

// declareSimple announces the types that a simple union implies. Of equal
// wrappers the first one stays.
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
		return // which is an error of the union's own name
	}
	b.types[u.kind.Name] = u.kind
	b.entities = append(b.entities, u.kind)
}
