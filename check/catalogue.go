package check

import (
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A catalogue finds what of the schema an entry of its own introspection
// document stands for. The document has the names of types unmasked.
type catalogue struct {
	schema *model.Schema
	types  map[string]model.Type // arrays and structs without a name
	// owners are the commands and events whose arguments have no name.
	owners map[model.Object]model.Definition
}

func newCatalogue(s *model.Schema) *catalogue {
	c := &catalogue{schema: s, types: map[string]model.Type{}, owners: map[model.Object]model.Definition{}}
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

// wireName is what introspection calls a type; all integers are one there.
func wireName(t model.Type) string {
	if t.JSON() == model.JSONInt {
		return "int"
	}
	return t.Common().Name
}

// definition is nil for the empty struct, which no schema defines.
func (c *catalogue) definition(e introspect.Entry) model.Definition {
	name := e.Common().Name
	if t := c.types[name]; t != nil {
		return t
	}
	return c.schema.Lookup(name)
}

// member is nil if o isn't an object with such a member.
func member(d model.Definition, name string) *model.Member {
	o, ok := d.(model.Object)
	if !ok {
		return nil
	}
	for _, m := range o.Fields() {
		if m.Name == name {
			return m
		}
	}
	return nil
}

func branch(d model.Definition, name string) *model.Branch {
	if u, ok := d.(*model.Union); ok {
		for _, b := range u.Branches {
			if b.Name == name {
				return b
			}
		}
	}
	return nil
}

func value(d model.Definition, name string) *model.EnumValue {
	if e, ok := d.(*model.Enum); ok {
		return e.Value(name)
	}
	return nil
}

func feature(list []*model.Feature, name string) *model.Feature {
	for _, f := range list {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// alternative finds that of a type on the wire; no two have the same kind of
// values.
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
