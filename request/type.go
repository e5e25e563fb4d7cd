package request

import (
	"strings"

	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A typ is a type by introspection, and by the schema where that has it.
type typ struct {
	wire introspect.Type
	decl model.Type // nil if unknown
}

// name is the name of the type, empty if it has none or introspection masks it.
func (t typ) name() string {
	if t.decl != nil {
		switch d := t.decl.(type) {
		case *model.Struct:
			if d.Implicit() {
				return ""
			}
		case *model.Array:
			return "[" + typ{decl: d.Elem}.name() + "]"
		}
		return t.decl.Common().Name
	}
	if t.wire == nil {
		return ""
	}
	name := t.wire.Common().Name
	if isIndex(name) || strings.HasPrefix(name, "[") || strings.HasPrefix(name, "q_") {
		return ""
	}
	return name
}

// of is " of NAME", empty for a type without a name.
func (t typ) of() string {
	if name := t.name(); name != "" {
		return " of " + name
	}
	return ""
}

// title is a short text for the type: its name, or else what its values are.
func (c *Commands) title(t typ) string {
	if name := t.name(); name != "" && !strings.HasPrefix(name, "[") {
		return name
	}
	switch e := t.wire.(type) {
	case *introspect.Array:
		return "[" + c.title(c.element(t, e)) + "]"
	case *introspect.Enum:
		const few = 4
		if len(e.Members) <= few {
			return strings.Join(valueNames(e), "|")
		}
		return "enum"
	case *introspect.Alternate:
		var parts []string
		for _, a := range c.alternatives(t, e) {
			parts = append(parts, c.title(a))
		}
		return strings.Join(parts, "|")
	default:
		return "object"
	}
}

// typ returns the type with the reference ref. The declared type is ignored if
// values of the two are of different kinds, as those of different versions may be.
func (c *Commands) typ(ref string, declared model.Type) typ {
	t := typ{wire: c.index.Type(ref)}
	if declared != nil && declared.JSON() == kindOf(t.wire) {
		t.decl = declared
	}
	return t
}

func (c *Commands) element(t typ, a *introspect.Array) typ {
	if d, ok := t.decl.(*model.Array); ok {
		return c.typ(a.ElementType, d.Elem)
	}
	return c.typ(a.ElementType, nil)
}

func (c *Commands) alternatives(t typ, a *introspect.Alternate) []typ {
	list := make([]typ, len(a.Types))
	for i, ref := range a.Types {
		list[i] = c.typ(ref, nil)
		if d, ok := t.decl.(*model.Alternate); ok {
			list[i].decl = ofKind(d, list[i].wire)
		}
	}
	return list
}

// ofKind finds the alternative of the same kind. The language guarantees that the
// kinds of alternatives differ ("Alternate types").
func ofKind(a *model.Alternate, wire introspect.Type) model.Type {
	for _, alternative := range a.Alternatives {
		if alternative.Type.JSON() == kindOf(wire) {
			return alternative.Type
		}
	}
	return nil
}

func kindOf(wire introspect.Type) model.JSONKind {
	switch e := wire.(type) {
	case *introspect.Builtin:
		return model.JSONKind(e.JSONType)
	case *introspect.Enum:
		return model.JSONString
	case *introspect.Array:
		return model.JSONArray
	case *introspect.Object:
		return model.JSONObject
	default:
		return model.JSONValue
	}
}

func isAny(wire introspect.Type) bool {
	b, ok := wire.(*introspect.Builtin)
	return ok && b.JSONType == introspect.JSONValue
}

func valueNames(e *introspect.Enum) []string {
	list := make([]string, len(e.Members))
	for i, m := range e.Members {
		list[i] = m.Name
	}
	return list
}
