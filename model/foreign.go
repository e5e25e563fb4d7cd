package model

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

// These tables translate words of JSON, Go, TypeScript, protobuf and OpenAPI
// that people use in schemas by mistake.

// foreignTypes are names of types elsewhere, with the built-in type that each means.
var foreignTypes = map[string]string{
	"string": "str", "String": "str", "text": "str", "char": "str", "bytes": "str",
	"boolean": "bool", "Boolean": "bool", "Bool": "bool",
	"integer": "int", "Integer": "int", "Int": "int", "long": "int64", "short": "int16", "byte": "uint8",
	"uint": "uint64", "unsigned": "uint64", "usize": "uint64", "isize": "int64", "size_t": "size",
	"i8": "int8", "i16": "int16", "i32": "int32", "i64": "int64", "s32": "int32", "s64": "int64",
	"u8": "uint8", "u16": "uint16", "u32": "uint32", "u64": "uint64",
	"int8_t": "int8", "int16_t": "int16", "int32_t": "int32", "int64_t": "int64",
	"uint8_t": "uint8", "uint16_t": "uint16", "uint32_t": "uint32", "uint64_t": "uint64",
	"sint32": "int32", "sint64": "int64", "fixed32": "uint32", "fixed64": "uint64",
	"float": "number", "double": "number", "float32": "number", "float64": "number", "f32": "number", "f64": "number",
	"object": "any", "Object": "any", "map": "any", "dict": "any", "json": "any", "JSON": "any",
	"interface{}": "any", "unknown": "any", "Any": "any",
	"void": "null", "nil": "null", "None": "null",
}

// foreignKinds are words for kinds of definitions elsewhere.
var foreignKinds = map[string]string{
	"type": "struct", "object": "struct", "record": "struct", "message": "struct", "class": "struct",
	"interface": "struct", "model": "struct", "Struct": "struct",
	"enumeration": "enum", "Enum": "enum",
	"oneof": "union", "oneOf": "union", "variant": "union", "Union": "union",
	"anyOf": "alternate", "anyof": "alternate",
	"function": "command", "method": "command", "rpc": "command", "cmd": "command", "request": "command", "Command": "command",
	"signal": "event", "notification": "event", "Event": "event",
	"import": "include", "require": "include", "$ref": "include",
}

// foreignKeys are words for the keys of definitions elsewhere.
var foreignKeys = map[string]string{
	"fields": "data", "members": "data", "properties": "data", "attributes": "data", "values": "data", "symbols": "data",
	"args": "data", "arguments": "data", "params": "data", "parameters": "data", "body": "data", "branches": "data",
	"return": "returns", "result": "returns", "response": "returns", "ret": "returns",
	"extends": "base", "inherits": "base", "parent": "base", "super": "base",
	"tag": "discriminator", "oob": "allow-oob", "preconfig": "allow-preconfig",
	"$ref": "type", "ref": "type", "schema": "type",
	"condition": "if", "when": "if", "flags": "features",
}

// foreignNotes explain how the schema language expresses the meaning of keys of
// other languages.
var foreignNotes = map[string]string{
	"optional":    "an optional member has a '*' in front of its name",
	"required":    "every member is required that has no '*' in front of its name",
	"nullable":    "a value that may be null is an alternate with an alternative of type 'null'",
	"default":     "a schema has no default values: the documentation comment tells them",
	"description": "documentation is a comment in front of the definition, between two lines ##",
	"doc":         "documentation is a comment in front of the definition, between two lines ##",
	"comment":     "documentation is a comment in front of the definition, between two lines ##",
	"deprecated":  "write 'features': [ 'deprecated' ]",
	"unstable":    "write 'features': [ 'unstable' ]",
}

// foreignArray matches arrays as other languages write them.
var foreignArray = regexp.MustCompile(`^(?:\[\](.+)|(.+)\[\]|(?:[Ll]ist|[Aa]rray|Vec|[Ss]equence)[<\[(](.+)[>\])]|repeated (.+)|\['?([^']+)'?\])$`)

// meantType guesses how the schema language writes the type that is meant by name, and
// explains the difference. It returns empty strings if it has no guess.
func (b *builder) meantType(name string) (text, why string) {
	if known := foreignTypes[name]; known != "" {
		return "'" + known + "'", "the schema language calls it '" + known + "'"
	}
	if name == "list" || name == "List" || name == "array" || name == "Array" {
		return "", "an array names the type of its elements, as in ['str']"
	}
	if m := foreignArray.FindStringSubmatch(name); m != nil {
		elem := strings.Join(m[1:], "")
		if known := foreignTypes[elem]; known != "" {
			elem = known
		}
		return "[ '" + elem + "' ]", "an array is written with its brackets outside the quotes"
	}
	if strings.ContainsAny(name, "|") {
		return "", "a value of one of several types is an alternate, with a definition of its own"
	}
	bare := strings.Trim(name, "*?!&")
	if bare != name && bare != "" && (b.types[bare] != nil || foreignTypes[bare] != "") {
		if known := foreignTypes[bare]; known != "" {
			bare = known
		}
		if strings.ContainsAny(name, "?*") {
			return "'" + bare + "'", "an optional member has a '*' in front of its own name"
		}
		return "'" + bare + "'", "a type is its name alone"
	}
	return "", ""
}

// meantKey guesses which of keys is meant by an unknown key.
func (b *builder) meantKey(key string, keys keySet) string {
	if known := foreignKeys[key]; known != "" && keys.has(known) {
		return known
	}
	return b.nearest(key, slices.Values(keys.all()))
}

// meantKind guesses the kind of definition, or the directive, that is meant by a key.
func (b *builder) meantKind(key string) string {
	if known := foreignKinds[key]; known != "" {
		return known
	}
	words := append(slices.Clone(kindNames), "include", "pragma")
	return b.nearest(key, slices.Values(words))
}

// An unknown is the name of a type that does not exist.
type unknown struct {
	at   int // index of its diagnostic
	uses int
}

// unknownType reports a type that does not exist, at its first use.
func (b *builder) unknownType(h *Header, ref *typeRef) {
	if b.broken[ref.name] || b.broken[""] {
		return
	}
	if u := b.unknown[ref.name]; u != nil {
		u.uses++
		return
	}
	b.unknown[ref.name] = &unknown{at: len(b.diags), uses: 1}
	if def, ok := b.schema.names[ref.name]; ok {
		b.errorf(h, ref.pos, ref.end, "'%s' is not a type", ref.name).
			Note(def.Common().Pos, "it is %s", def.Common().in)
		return
	}
	if text, why := b.meantType(ref.name); why != "" {
		d := b.errorf(h, ref.pos, ref.end, "unknown type '%s': %s", ref.name, why)
		if text != "" {
			d.Rewrite(text)
		}
		return
	}
	meant := b.didYouMean(ref.name, b.typeNames)
	d := b.errorf(h, ref.pos, ref.end, "unknown type '%s'%s", ref.name, meant)
	if meant == "" {
		d.Note(diag.Pos{}, "define it, or include the module that does")
	}
}

// countUnknownTypes adds the number of uses to the errors about unknown types.
func (b *builder) countUnknownTypes() {
	for u := range maps.Values(b.unknown) {
		if u.uses > 1 {
			d := &b.diags[u.at]
			d.Note(diag.Pos{}, "it is used in %d places", u.uses)
		}
	}
}
