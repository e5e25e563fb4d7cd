// Package model turns a parsed schema into a checked one: every name
// resolved, every rule of the language enforced, in the order QEMU's own
// front end defines.
package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Schema is a checked schema. It is never modified after Build, so any
// number of goroutines may read it.
type Schema struct {
	// Modules are the root module and then the others, in the order their
	// first include directive is met.
	Modules []*Module
	// Definitions are all definitions of all modules in schema order,
	// without built-in, array and implicit types.
	Definitions []Definition
	// Tree is what the schema was built from.
	Tree *parser.Tree

	names map[string]Definition
}

// Lookup returns the definition (of whatever kind) named name, built-in types
// and the predefined enum QType included, nil if there is none.
func (s *Schema) Lookup(name string) Definition { return s.names[name] }

// A Module is what one schema file defines.
type Module struct {
	// Name is the file's path relative to the root file's folder, such as
	// "block-core.json" or "../qapi/common.json".
	Name        string
	File        *parser.File
	Includes    []*Module
	Definitions []Definition
}

// A Definition is one of *Enum, *Struct, *Union, *Alternate, *Command and
// *Event; Lookup also gives *Builtin.
type Definition interface {
	// Common is what all definitions have.
	Common() *Header
}

// A Header is what every definition has.
type Header struct {
	Name     string
	Pos, End diag.Pos // of the name in the definition
	Start    diag.Pos // where the definition starts: its brace
	Doc      *parser.Doc
	If       *Cond // nil: always
	Features []*Feature
	Module   *Module // nil for built-in types

	in string // such as "struct 'Foo'", for Diagnostic.In
}

// Common returns h itself; it makes every definition a Definition.
func (h *Header) Common() *Header { return h }

// A Type is the type of a member, a branch, an element or a result: *Builtin, *Enum,
// *Array, *Struct, *Union or *Alternate.
type Type interface {
	Definition
	// JSON is the type's kind on the wire.
	JSON() JSONKind
	isType()
}

// An Object is a Type that is a JSON object: *Struct or *Union.
type Object interface {
	Type
	// Fields are the members of the object apart from its branches, the
	// base's first.
	Fields() []*Member
}

// JSONKind is a kind of JSON value, by the names introspection uses
// (SchemaInfo's JSONType).
type JSONKind string

// The kinds; Value is any of them.
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
