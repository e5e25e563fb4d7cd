package edition

import "fmt"

// A Construct is a part of the schema language that some editions do not have.
type Construct int

// The constructs, in the order of the table.
const (
	WhitelistPragmas Construct = iota
	ExceptionPragmas
	DocumentationExceptions
	StringEscapes
	CConditions
	ConditionLists
	ConditionObjects
	NameConditions
	DefinitionConditions
	MemberConditions
	UnboxedConditions
	SimpleUnions
	KindSuffix
	SparseUnions
	NestedUnions
	ArrayAlternatives
	StructFeatures
	CommandFeatures
	DefinitionFeatures
	MemberFeatures
	ValueFeatures
	SpecialTypeFeatures
	UnstableFeature
	Preconfig
	Coroutines
	FreeNames
	EnumMembers
	AllowOOBAlways
	IntrospectionBySchemaOrder
	UndocumentedMembers
	ReturnsWithoutValue
	ErrorsSections
	NoteSections
	Headings
	InnerHeadings
	DefinitionHeadings
	FreeIndentation
	TagIndentation
	FreeStyle
	constructCount
)

// A Row describes a construct and the editions that have it.
type Row struct {
	// Name is the construct's name in messages and in the table of
	// docs/editions.md. It is a plural.
	Name string
	// Example shows the construct in a schema, or its effect.
	Example string
	// Since and Until are the first and the last edition that has the
	// construct. Zero means that there is no such bound.
	Since, Until Edition
	// Source is the source of the fact. "Front end" means that the front end of
	// the release was run on schemas with and without the construct.
	Source string
}

// Row returns c's row of the table.
func (c Construct) Row() Row { return rows[c] }

// In reports whether e has the construct. Auto has all of them.
func (c Construct) In(e Edition) bool {
	r := &rows[c]
	return e == Auto || e >= r.Since && (r.Until == 0 || e <= r.Until)
}

// Constructs returns all rows of the table in its order.
func Constructs() []Row { return rows[:] }

// Advice names the releases that have c, and the flag with which a schema that
// uses c is accepted. It is meant for a schema that was judged by an edition
// without c.
func (c Construct) Advice() string {
	r := &rows[c]
	switch {
	case r.Until != 0 && r.Since > First:
		return fmt.Sprintf("QEMU %s to %s had %s: --edition %s accepts them", r.Since, r.Until, r.Name, r.Until)
	case r.Until != 0:
		return fmt.Sprintf("QEMU up to %s had %s: --edition %s accepts them", r.Until, r.Name, r.Until)
	default:
		return fmt.Sprintf("QEMU has %s since %s: --edition %s accepts them", r.Name, r.Since, r.Since)
	}
}
