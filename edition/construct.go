package edition

import "fmt"

// A Construct is a part of the schema language that not every edition has.
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

// A Row says which editions have a construct.
type Row struct {
	// Name is what the construct is called in messages and in the table of
	// docs/editions.md; it is a plural.
	Name string
	// Example is how a schema writes it, or what there is of it to see.
	Example string
	// Since and Until are the first and the last edition that has it. The
	// zero value leaves that end open.
	Since, Until Edition
	// Source is where the fact comes from. "Front end" means that the
	// release's own was run on schemas with and without the construct.
	Source string
}

// Row is c's row of the table.
func (c Construct) Row() Row { return rows[c] }

// In reports whether e has the construct. An e of Auto has all of them.
func (c Construct) In(e Edition) bool {
	r := &rows[c]
	return e == Auto || e >= r.Since && (r.Until == 0 || e <= r.Until)
}

// Constructs are all rows of the table in its order.
func Constructs() []Row { return rows[:] }

// Advice says which releases have c, and with which flag a schema that uses it
// is accepted. It is meant for a schema that was judged by an edition without
// c.
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
