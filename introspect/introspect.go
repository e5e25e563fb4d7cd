// Package introspect reads and writes a server's reply to query-qmp-schema: its
// commands and events and the types that they use ("Client JSON Protocol
// introspection" in QEMU's qapi-code-gen). An [Index] answers what a server
// supports. [Compare] finds how two servers differ.
//
// The Go types follow the schema of the reply: an [Entry] is a SchemaInfo. The
// package has no global state. Any number of goroutines may read a [Document]
// that nobody modifies, and an [Index].
package introspect

import (
	"encoding/json"
	"iter"
	"slices"
)

// A Document is the whole reply, with entries in the order in which the server
// sent them. The order has no meaning. Names of types only serve as references:
// a server that masks them sends numbers.
type Document []Entry

// All returns an iterator over the entries of one kind, in order:
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
	// Common returns the fields that all entries have.
	Common() *Info
	MetaType() MetaType
	// wire returns the entry's form on the wire.
	wire() schemaInfo
}

// A Type is an Entry that a member, an array, a variant, a command or an event
// refers to: *Builtin, *Enum, *Array, *Object or *Alternate.
type Type interface {
	Entry
	isType()
}

// MetaType is the kind of an Entry (SchemaMetaType).
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

// JSONType is the JSON type of a built-in type's values.
type JSONType string

// The JSON types. JSONInt is an integer number, JSONValue is any value.
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

// Features are the features of an entry, a member or a value. If nil, the
// document does not list them. If empty, the document has [], because there are
// features in other builds of the server.
type Features []string

// Has reports whether name is among the features.
func (f Features) Has(name string) bool { return slices.Contains(f, name) }

// Info has the fields of all entries.
type Info struct {
	// Name is unique in the document.
	Name     string
	Features Features
}

// Common returns i. Types that embed Info get it as part of Entry.
func (i *Info) Common() *Info { return i }

// A Command is a command.
type Command struct {
	Info
	ArgType  string // an object type, without members if there are no arguments
	RetType  string // an object type without members if nothing is returned
	AllowOOB bool   // it may be executed out-of-band
	// ExplicitOOB is true if the document has "allow-oob" although it is false,
	// as QEMU 2.12 sends it.
	ExplicitOOB bool
}

// An Event is an event.
type Event struct {
	Info
	ArgType string // an object type, without members if there is no data
}

// A Builtin is a type that the language predefines. All its integer types are
// "int".
type Builtin struct {
	Info
	JSONType JSONType
}

// An Enum is an enumeration type.
type Enum struct {
	Info
	Members []EnumMember
	// A document lists the values twice: as "members" and, deprecated, as
	// "values". WithoutMembers is true for a server before QEMU 6.2,
	// WithoutValues for one that hides what is deprecated. Parse fills Members
	// from the list that exists.
	WithoutMembers, WithoutValues bool
	// Values is the deprecated list if it contradicts Members, otherwise nil.
	Values []string
}

// Member returns the value named name, or nil.
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

// An Object is a struct or a union. Its members include those of its base.
type Object struct {
	Info
	Members []Member
	// Tag is the member that selects the variant. It is empty for a struct.
	Tag      string
	Variants []Variant
}

// Member returns the common member named name, or nil.
func (o *Object) Member(name string) *Member {
	return find(o.Members, func(m *Member) bool { return m.Name == name })
}

// Variant returns the variant for a value of the tag, or nil.
func (o *Object) Variant(tag string) *Variant {
	return find(o.Variants, func(v *Variant) bool { return v.Case == tag })
}

// A Member is a member of an Object.
type Member struct {
	Name string
	Type string
	// Default is nil for a mandatory member. For an optional one it is null,
	// which does not define what absence means. Other values are reserved.
	Default  json.RawMessage
	Features Features
}

// Optional reports whether the member may be absent.
func (m *Member) Optional() bool { return m.Default != nil }

// A Variant has the members of an Object for one value of its tag.
type Variant struct {
	Case string
	Type string // an object type
}

// An Alternate is a type whose values have one of several types.
type Alternate struct {
	Info
	Types []string
}

// MetaType returns MetaCommand.
func (*Command) MetaType() MetaType { return MetaCommand }

// MetaType returns MetaEvent.
func (*Event) MetaType() MetaType { return MetaEvent }

// MetaType returns MetaBuiltin.
func (*Builtin) MetaType() MetaType { return MetaBuiltin }

// MetaType returns MetaEnum.
func (*Enum) MetaType() MetaType { return MetaEnum }

// MetaType returns MetaArray.
func (*Array) MetaType() MetaType { return MetaArray }

// MetaType returns MetaObject.
func (*Object) MetaType() MetaType { return MetaObject }

// MetaType returns MetaAlternate.
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

// finder is find for many names. Each lookup takes constant time.
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
