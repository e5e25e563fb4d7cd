// Package model builds a checked schema from a parsed one. It resolves every name and
// enforces every rule of the language, in the order of QEMU's front end.
package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Schema is a checked schema. It does not change after Build, so any number
// of goroutines may read it.
type Schema struct {
	// Modules are the root module and then the others, in the order of their
	// first include directives.
	Modules []*Module
	// Definitions are the definitions of all modules in schema order, without
	// built-in, array and implicit types.
	Definitions []Definition
	// Tree is the parsed schema.
	Tree *parser.Tree

	names map[string]Definition
}

// Lookup returns the definition of any kind named name, or nil. It includes
// built-in types and the predefined enum QType.
func (s *Schema) Lookup(name string) Definition { return s.names[name] }

// A Module has the definitions of one schema file.
type Module struct {
	// Name is the file's path relative to the root file's folder, such as
	// "block-core.json" or "../qapi/common.json".
	Name        string
	File        *parser.File
	Includes    []*Module
	Definitions []Definition
}

// A Definition is one of *Enum, *Struct, *Union, *Alternate, *Command and
// *Event. Lookup also returns *Builtin.
type Definition interface {
	// Common returns the fields that all definitions have.
	Common() *Header
}

// A Header has the fields of all definitions.
type Header struct {
	Name     string
	Pos, End diag.Pos // of the name in the definition
	Start    diag.Pos // the brace at which the definition starts
	Doc      *parser.Doc
	If       *Cond // nil if the definition is unconditional
	Features []*Feature
	Module   *Module // nil for built-in types

	in string // such as "struct 'Foo'", for Diagnostic.In
}

// Common returns h. It makes every type that embeds Header a Definition.
func (h *Header) Common() *Header { return h }

// A Type is the type of a member, a branch, an element or a result: *Builtin, *Enum,
// *Array, *Struct, *Union or *Alternate.
type Type interface {
	Definition
	// JSON returns the type's kind on the wire.
	JSON() JSONKind
	isType()
}

// An Object is a Type that is a JSON object: *Struct or *Union.
type Object interface {
	Type
	// Fields returns the members of the object without those of branches, the
	// base's first.
	Fields() []*Member
}

// JSONKind is a kind of JSON value, named as in introspection (SchemaInfo's JSONType).
type JSONKind string

// The kinds. JSONValue is any of the others.
const (
	JSONString  JSONKind = "string"
	JSONNumber  JSONKind = "number"
	JSONInt     JSONKind = "int"
	JSONBoolean JSONKind = "boolean"
	JSONNull    JSONKind = "null"
	JSONObject  JSONKind = "object"
	JSONArray   JSONKind = "array"
	JSONValue   JSONKind = "value"
)
