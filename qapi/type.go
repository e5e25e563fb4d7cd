package qapi

import "sync/atomic"

// What this file exports is for generated code. Programs call Marshal,
// Unmarshal and UnmarshalStrict; they neither write tables nor read them.

// TableVersion1 is the first form of the tables in this file. Generated code
// names the version it was made for, so that it does not compile against a
// runtime that no longer runs it.
const TableVersion1 = 1

// A Type tells the codec what a generated Go type cannot say itself: names on
// the wire, the discriminator, which values exist. Which members are optional
// and what they hold follows from the Go type.
//
// Generated code declares one a type, as a variable; it must not be copied.
type Type struct {
	// Name is the type's name in the schema.
	Name string
	Kind Kind
	// Members describe the fields of a struct, or of a union's base, or the
	// alternatives of an alternate: Members[i] is the Go type's field i.
	Members []Member
	// Tag is the index in Members of a union's discriminator.
	Tag int
	// Branches are those of a union. Branches that carry members have their
	// pointer fields behind those of Members, in this order; the field
	// behind them, UnknownBranch, keeps the members that came with a
	// discriminator value not listed here.
	Branches []Branch
	// Values are those of an enum.
	Values []EnumValue
	// Driver is set for the struct of a device. Members[0] is the device's name.
	Driver *Driver

	plan atomic.Pointer[plan]
}

// Kind is the kind of a Type in the schema.
type Kind uint8

// The kinds of types that generated code declares.
const (
	KindEnum Kind = iota + 1
	KindStruct
	KindUnion
	KindAlternate
)

// A Member is a member of a struct or an alternative of an alternate.
type Member struct {
	Name  string
	Flags MemberFlags
}

// MemberFlags say about a member or enum value what its Go type does not.
type MemberFlags uint8

const (
	// Optional members may be absent. Their Go type is a pointer, or a
	// slice (json.RawMessage too) that is nil when absent, or a string that is
	// empty when absent.
	Optional MemberFlags = 1 << iota
	// DeprecatedMember and UnstableMember have the special feature of that
	// name; a server's policy may refuse or hide them.
	DeprecatedMember
	UnstableMember
)

// A Branch is a branch of a union.
type Branch struct {
	Name string
	// Empty branches carry no members and have no field.
	Empty bool
}

// An EnumValue is a value of an enum.
type EnumValue struct {
	Name  string
	Flags MemberFlags
}

// A Driver describes the first member of a device's struct: the name by which
// device_add and -device create it. The Go field is a string without Suffix. An
// empty one stands for Names[0].
type Driver struct {
	// Names are the device's own name and its aliases. For a struct that stands for
	// several devices, the models of a CPU, they are the names of all.
	Names []string
	// Suffix is the end that the names of all models of a CPU have in common. The
	// Go field is then the name of the model, and must not be empty.
	Suffix string
}

// Typed is implemented by (the pointer to) every generated type.
type Typed interface {
	QAPIType() *Type
}

// Has reports whether value is one of an enum's values.
//
//go:noinline // generated packages call it once an enum, and would compile its loop as often
func (t *Type) Has(value string) bool {
	for i := range t.Values {
		if t.Values[i].Name == value {
			return true
		}
	}
	return false
}
