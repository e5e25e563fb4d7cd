// Package introspect reads and writes a server's answer to query-qmp-schema:
// the commands and events it has, and the types they use ("Client JSON
// Protocol introspection" in QEMU's qapi-code-gen). An [Index] says what a
// server supports, [Compare] how two servers differ.
//
// The Go types are those of the answer's own schema: an [Entry] is a
// SchemaInfo. Nothing here keeps global state; a [Document] that nobody
// modifies, and an [Index], may be read by any number of goroutines.
package introspect

import (
	"encoding/json"
	"iter"
	"slices"
)

// A Document is the whole answer, its entries in the order sent. The order
// has no meaning. Names of types are mere references: a server that hides
// them gives numbers.
type Document []Entry

// All gives the entries of one kind, in order:
//
//	for c := range introspect.All[*introspect.Command](doc) { ... }
func All[T Entry](d Document) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, e := range d {
			if t, ok := e.(T); ok && !yield(t) {
				return
			}
		}
	}
}

// An Entry is one of *Command, *Event, *Builtin, *Enum, *Array, *Object and
// *Alternate.
type Entry interface {
	// Common is what all entries have.
	Common() *Info
	MetaType() MetaType
	// wire gives the entry its form on the wire.
	wire() schemaInfo
}

// A Type is an Entry that a member, an array, a variant, a command or an event
// refers to: *Builtin, *Enum, *Array, *Object or *Alternate.
type Type interface {
	Entry
	isType()
}

// MetaType says what an Entry describes (SchemaMetaType).
type MetaType string

// The meta types.
const (
	MetaBuiltin   MetaType = "builtin"
	MetaEnum      MetaType = "enum"
	MetaArray     MetaType = "array"
	MetaObject    MetaType = "object"
	MetaAlternate MetaType = "alternate"
	MetaCommand   MetaType = "command"
	MetaEvent     MetaType = "event"
)

// JSONType is what a value of a built-in type is on the wire.
type JSONType string

// The JSON types. Int is a number that is an integer, Value any value at all.
const (
	JSONString  JSONType = "string"
	JSONNumber  JSONType = "number"
	JSONInt     JSONType = "int"
	JSONBoolean JSONType = "boolean"
	JSONNull    JSONType = "null"
	JSONObject  JSONType = "object"
	JSONArray   JSONType = "array"
	JSONValue   JSONType = "value"
)

// Features name what the thing they stand at is or can do. Nil, they are left
// out of the document; empty, they are there as []: the thing has features in
// other builds of the server.
type Features []string

// Has reports whether name is among the features.
func (f Features) Has(name string) bool { return slices.Contains(f, name) }

// Info is what all entries have.
type Info struct {
	// Name is unique in the document.
	Name     string
	Features Features
}

// Common returns i itself; it is the part of Entry that embedding Info gives.
func (i *Info) Common() *Info { return i }

// A Command is a command.
type Command struct {
	Info
	ArgType  string // an object type, without members where it takes no arguments
	RetType  string // likewise an object type without members where it returns nothing
	AllowOOB bool   // it may be executed out-of-band
	// ExplicitOOB tells that the document has "allow-oob" even where it is
	// false, as those of QEMU 2.12 do.
	ExplicitOOB bool
}

// An Event is an event.
type Event struct {
	Info
	ArgType string // an object type, without members where it carries none
}

// A Builtin is a type the language predefines. All its integer types are "int".
type Builtin struct {
	Info
	JSONType JSONType
}

// An Enum is an enumeration type.
type Enum struct {
	Info
	Members []EnumMember
	// A document lists the values twice, as "members" and, deprecated, as
	// "values". WithoutMembers is that of a server before QEMU 6.2,
	// WithoutValues one that hides what is deprecated; Parse fills Members
	// from the list that is there.
	WithoutMembers, WithoutValues bool
	// Values is what the deprecated list has where it contradicts Members;
	// nil where it does not.
	Values []string
}

// Member returns the value named name, nil if there is none.
func (e *Enum) Member(name string) *EnumMember {
	return find(e.Members, func(m *EnumMember) bool { return m.Name == name })
}

// An EnumMember is one value of an Enum.
type EnumMember struct {
	Name     string
	Features Features
}

// An Array is an array type.
type Array struct {
	Info
	ElementType string
}

// An Object is a struct or a union. A base's members are among its own.
type Object struct {
	Info
	Members []Member
	// Tag is the member that chooses the variant; empty for a struct.
	Tag      string
	Variants []Variant
}

// Member returns the common member named name, nil if there is none.
func (o *Object) Member(name string) *Member {
	return find(o.Members, func(m *Member) bool { return m.Name == name })
}

// Variant returns the variant for a value of the tag, nil if there is none.
func (o *Object) Variant(tag string) *Variant {
	return find(o.Variants, func(v *Variant) bool { return v.Case == tag })
}

// A Member is a member of an Object.
type Member struct {
	Name string
	Type string
	// Default is nil for a mandatory member. For an optional one it is
	// null, which says nothing of what its absence means; other values are
	// reserved.
	Default  json.RawMessage
	Features Features
}

// Optional reports whether the member may be absent.
func (m *Member) Optional() bool { return m.Default != nil }

// A Variant gives the members that an Object has for one value of its tag.
type Variant struct {
	Case string
	Type string // an object type
}

// An Alternate is a type whose values have one of several types.
type Alternate struct {
	Info
	Types []string
}

// MetaType is MetaCommand.
func (*Command) MetaType() MetaType { return MetaCommand }

// MetaType is MetaEvent.
func (*Event) MetaType() MetaType { return MetaEvent }

// MetaType is MetaBuiltin.
func (*Builtin) MetaType() MetaType { return MetaBuiltin }

// MetaType is MetaEnum.
func (*Enum) MetaType() MetaType { return MetaEnum }

// MetaType is MetaArray.
func (*Array) MetaType() MetaType { return MetaArray }

// MetaType is MetaObject.
func (*Object) MetaType() MetaType { return MetaObject }

// MetaType is MetaAlternate.
func (*Alternate) MetaType() MetaType { return MetaAlternate }

func (*Builtin) isType()   {}
func (*Enum) isType()      {}
func (*Array) isType()     {}
func (*Object) isType()    {}
func (*Alternate) isType() {}

func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// finder is find for several names: it takes constant time for each.
func finder[T any](list []T, name func(*T) string) func(string) *T {
	const few = 8
	if len(list) <= few {
		return func(n string) *T { return find(list, func(item *T) bool { return name(item) == n }) }
	}
	byName := make(map[string]int, len(list))
	for i := range list {
		byName[name(&list[i])] = i
	}
	return func(n string) *T {
		if i, ok := byName[n]; ok {
			return &list[i]
		}
		return nil
	}
}
