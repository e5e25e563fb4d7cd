package gen

import (
	"path"

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

// A goType is a Go type as the package writes it.
type goType struct {
	marks string // what stands in front of the name: "[]", "*"
	path  string // of the package that has the name, empty for this one
	name  string
}

// rawMessage is JSON whose type the schema leaves open.
var rawMessage = goType{path: jsonPath, name: "RawMessage"}

func (t goType) behind(mark string) goType {
	t.marks = mark + t.marks
	return t
}

// String writes t as it reads in a file that imports the package.
func (t goType) String() string {
	if t.path != "" {
		return t.marks + path.Base(t.path) + "." + t.name
	}
	return t.marks + t.name
}

func (t goType) code() *jen.Statement {
	if t.path == "" {
		return text(t.marks, t.name)
	}
	return glue(text(t.marks), jen.Qual(t.path, t.name))
}

// typeOf is the Go type of a value of type t that is there: an element, a
// result, a mandatory member.
func (g *generator) typeOf(t model.Type) goType {
	switch t := t.(type) {
	case *model.Array:
		return g.typeOf(t.Elem).behind("[]")
	case *model.Builtin:
		switch t.Name {
		case "any":
			return rawMessage
		case "null":
			return goType{path: codecPath, name: "Null"}
		default:
			return goType{name: goBuiltins[t.Name]}
		}
	default:
		return goType{name: g.names.defs[t]}
	}
}

// optionalTypeOf is the Go type of a value of type t that may be absent, which
// nil says.
func (g *generator) optionalTypeOf(t model.Type) goType {
	if hasNil(t) {
		return g.typeOf(t)
	}
	return g.typeOf(t).behind("*")
}

// fieldTypeOf is the Go type of a member.
func (g *generator) fieldTypeOf(m *model.Member) goType {
	if m.Optional || g.byPointer[m] {
		return g.optionalTypeOf(m.Type)
	}
	return g.typeOf(m.Type)
}

// hasNil reports whether t's Go type has nil among its values.
func hasNil(t model.Type) bool {
	_, isArray := t.(*model.Array)
	b, isBuiltin := t.(*model.Builtin)
	return isArray || isBuiltin && b.Kind == model.JSONValue
}
