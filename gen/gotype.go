package gen

import (
	"path"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// goBuiltins are the Go types of most built-in types.
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

// A goType is a Go type in the generated package.
type goType struct {
	marks string // marks before the name: "[]", "*"
	path  string // of the package that declares the name, empty for this one
	name  string
}

// rawMessage is the type of JSON values that the schema does not describe.
var rawMessage = goType{path: jsonPath, name: "RawMessage"}

func (t goType) withMark(mark string) goType {
	t.marks = mark + t.marks
	return t
}

// String returns t as written in a file that imports its package.
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

// typeOf returns the Go type of values of t that are always present: elements,
// results, mandatory members.
func (g *generator) typeOf(t model.Type) goType {
	switch t := t.(type) {
	case *model.Array:
		return g.typeOf(t.Elem).withMark("[]")
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

// optionalTypeOf returns the Go type of values of t that may be absent. nil
// means absent.
func (g *generator) optionalTypeOf(t model.Type) goType {
	if hasNil(t) {
		return g.typeOf(t)
	}
	return g.typeOf(t).withMark("*")
}

// fieldTypeOf returns the Go type of a member.
func (g *generator) fieldTypeOf(m *model.Member) goType {
	if m.Optional || g.byPointer[m] {
		return g.optionalTypeOf(m.Type)
	}
	return g.typeOf(m.Type)
}

// hasNil reports whether nil is a value of t's Go type.
func hasNil(t model.Type) bool {
	_, isArray := t.(*model.Array)
	b, isBuiltin := t.(*model.Builtin)
	return isArray || isBuiltin && b.Kind == model.JSONValue
}
