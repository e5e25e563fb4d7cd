package gen

import (
	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// goBuiltins are the Go types of the built-in types that Go itself has.
var goBuiltins = map[string]string{
	"str":    "string",
	"number": "float64",
	"bool":   "bool",
	"int":    "int64",
	"int8":   "int8",
	"int16":  "int16",
	"int32":  "int32",
	"int64":  "int64",
	"uint8":  "uint8",
	"uint16": "uint16",
	"uint32": "uint32",
	"uint64": "uint64",
	"size":   "uint64",
}

// goType is the Go type of a value of type t that is there: an element, a
// result, a mandatory member.
func (g *generator) goType(t model.Type) *jen.Statement {
	switch t := t.(type) {
	case *model.Array:
		return prefix("[]", g.goType(t.Elem))
	case *model.Builtin:
		switch t.Name {
		case "any":
			return rawMessage()
		case "null":
			return runtimeName("Null")
		default:
			return jen.Id(goBuiltins[t.Name])
		}
	default:
		return jen.Id(g.names.defs[t])
	}
}

// optionalType is the Go type of a value of type t that may be absent, which
// nil says.
func (g *generator) optionalType(t model.Type) *jen.Statement {
	if hasNil(t) {
		return g.goType(t)
	}
	return pointer(g.goType(t))
}

// fieldType is the Go type of a member.
func (g *generator) fieldType(m *model.Member) *jen.Statement {
	if m.Optional || g.byPointer[m] {
		return g.optionalType(m.Type)
	}
	return g.goType(m.Type)
}

// hasNil reports whether t's Go type has nil among its values.
func hasNil(t model.Type) bool {
	_, isArray := t.(*model.Array)
	b, isBuiltin := t.(*model.Builtin)
	return isArray || isBuiltin && b.Kind == model.JSONValue
}
