package check

import (
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A catalogue finds the part of the schema that an entry of the schema's own
// introspection document describes. The names of types are not masked in that
// document.
type catalogue struct {
	schema *model.Schema
	types  map[string]model.Type // arrays and unnamed structs
	// owners are the commands and events whose arguments are an unnamed struct.
	owners map[model.Object]model.Definition
	byName map[model.Definition]*parts
}

// parts are the parts of a definition by name.
type parts struct {
	members  map[string]*model.Member
	branches map[string]*model.Branch
	values   map[string]*model.EnumValue
}

func newCatalogue(s *model.Schema) *catalogue {
	c := &catalogue{
		schema: s, types: map[string]model.Type{}, owners: map[model.Object]model.Definition{},
		byName: map[model.Definition]*parts{},
	}
	for _, d := range s.Definitions {
		switch d := d.(type) {
		case *model.Command:
			c.arguments(d, d.Arg)
			c.mention(d.Ret)
		case *model.Event:
			c.arguments(d, d.Arg)
		case model.Object:
			c.members(d)
		case *model.Alternate:
			for _, a := range d.Alternatives {
				c.mention(a.Type)
			}
		}
	}
	return c
}

func (c *catalogue) arguments(d model.Definition, o model.Object) {
	if s, ok := o.(*model.Struct); ok && s.Implicit() {
		c.types[s.Name], c.owners[s] = s, d
		c.members(s)
	}
}

func (c *catalogue) members(o model.Object) {
	for _, m := range o.Fields() {
		c.mention(m.Type)
	}
}

func (c *catalogue) mention(t model.Type) {
	if a, ok := t.(*model.Array); ok {
		if name := "[" + wireName(a.Elem) + "]"; c.types[name] == nil {
			c.types[name] = a
		}
	}
}

// wireName returns the name that introspection gives to a type. All integer
// types are one type there.
func wireName(t model.Type) string {
	if t.JSON() == model.JSONInt {
		return "int"
	}
	return t.Common().Name
}

// definition returns nil for the empty struct, which no schema defines.
func (c *catalogue) definition(e introspect.Entry) model.Definition {
	name := e.Common().Name
	if t := c.types[name]; t != nil {
		return t
	}
	return c.schema.Lookup(name)
}

// parts returns the parts of d, which may be nil.
func (c *catalogue) parts(d model.Definition) *parts {
	p := c.byName[d]
	if p != nil {
		return p
	}
	p = &parts{}
	c.byName[d] = p
	switch d := d.(type) {
	case model.Object:
		p.members = byName(d.Fields(), func(m *model.Member) string { return m.Name })
		if u, ok := d.(*model.Union); ok {
			p.branches = byName(u.Branches, func(b *model.Branch) string { return b.Name })
		}
	case *model.Enum:
		p.values = byName(d.Values, func(v *model.EnumValue) string { return v.Name })
	}
	return p
}

func byName[T any](list []T, name func(T) string) map[string]T {
	index := make(map[string]T, len(list))
	for _, item := range list {
		index[name(item)] = item
	}
	return index
}

// member returns nil if d is not an object or does not have the member.
func (c *catalogue) member(d model.Definition, name string) *model.Member {
	return c.parts(d).members[name]
}

func (c *catalogue) branch(d model.Definition, name string) *model.Branch {
	return c.parts(d).branches[name]
}

func (c *catalogue) value(d model.Definition, name string) *model.EnumValue {
	return c.parts(d).values[name]
}

func feature(list []*model.Feature, name string) *model.Feature {
	for _, f := range list {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// alternative returns the alternative of d whose values have the JSON type of
// t. It is unique.
func alternative(d model.Definition, t introspect.Type) *model.Alternative {
	if a, ok := d.(*model.Alternate); ok && t != nil {
		for _, alt := range a.Alternatives {
			if introspect.KindOf(t) == kindOf(alt.Type) {
				return alt
			}
		}
	}
	return nil
}

// kindOf is introspect.KindOf for a type of the schema.
func kindOf(t model.Type) introspect.JSONType {
	switch kind := t.JSON(); kind {
	case model.JSONInt:
		return introspect.JSONNumber
	case model.JSONValue:
		if _, builtin := t.(*model.Builtin); !builtin {
			return introspect.JSONObject
		}
		return introspect.JSONValue
	default:
		return introspect.JSONType(kind)
	}
}
