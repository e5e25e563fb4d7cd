package introspect

// A Difference is one way in which the second of two documents differs from the
// first. The differences of a type are reported once, however many places use
// it.
type Difference struct {
	Part   Part
	Change Change
	// A and B are the entries that differ. One is nil if a command or an event
	// is lost or gained.
	A, B Entry
	// Name is the name of the member, value or branch. It is empty for other
	// parts, and for features of A and B themselves.
	Name string
	// Feature is the name of the feature if Part is PartFeature.
	Feature string
	// TypeA and TypeB are set for a part whose type changed and for an
	// alternative. Otherwise they are nil.
	TypeA, TypeB Type
}

// A Change is the kind of a Difference.
type Change int

// A part that only the first document has is lost, one that only the second has
// is gained, and one that differs between them is changed.
const (
	Lost Change = iota
	Gained
	Changed
)

func (c Change) String() string { return [...]string{"lost", "gained", "changed"}[c] }

// A Part is the part of an entry that differs.
type Part string

// The parts.
const (
	PartEntry       Part = "entry"       // the command or event as a whole
	PartAllowOOB    Part = "allow-oob"   // lost or gained
	PartArguments   Part = "arg-type"    // the type changed
	PartReturns     Part = "ret-type"    // the type changed
	PartFeature     Part = "feature"     // lost or gained
	PartMember      Part = "member"      // lost or gained, or its type changed
	PartOptional    Part = "optional"    // of a member, lost or gained
	PartValue       Part = "value"       // of an enum, lost or gained
	PartValues      Part = "values"      // of an enum, in the deprecated list only
	PartTag         Part = "tag"         // lost, gained, or another member
	PartBranch      Part = "branch"      // lost or gained, or its type changed
	PartAlternative Part = "alternative" // lost or gained, or its type changed
	PartElement     Part = "element"     // of an array, its type changed
	PartJSONType    Part = "json-type"   // of a built-in type
)
