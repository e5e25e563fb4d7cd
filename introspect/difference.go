package introspect

// A Difference is one way in which the second of two documents differs from
// the first. A type that differs gives its differences once, however many
// places use it.
type Difference struct {
	Part   Part
	Change Change
	// A and B are the entries that differ. One is nil where a command or an
	// event is lost or gained.
	A, B Entry
	// Name is that of the member, value or branch. It is empty for other
	// parts, and for features of A and B themselves.
	Name string
	// Feature is that of PartFeature.
	Feature string
	// TypeA and TypeB are the types of a part whose type changed, and of an
	// alternative; nil for others.
	TypeA, TypeB Type
}

// A Change says what became of a part.
type Change int

// What the first document has alone is lost, what the second has alone is
// gained; what both have, but not alike, is changed.
const (
	Lost Change = iota
	Gained
	Changed
)

func (c Change) String() string { return [...]string{"lost", "gained", "changed"}[c] }

// A Part is what of an entry differs.
type Part string

// The parts.
const (
	PartEntry       Part = "entry"       // the command or event as a whole
	PartAllowOOB    Part = "allow-oob"   // lost or gained
	PartArguments   Part = "arg-type"    // changed to those of another type
	PartReturns     Part = "ret-type"    // likewise
	PartFeature     Part = "feature"     // lost or gained
	PartMember      Part = "member"      // lost or gained, or of another type
	PartOptional    Part = "optional"    // of a member, lost or gained
	PartValue       Part = "value"       // of an enum, lost or gained
	PartValues      Part = "values"      // likewise, in the deprecated list alone
	PartTag         Part = "tag"         // lost, gained, or another member
	PartBranch      Part = "branch"      // lost or gained, or of another type
	PartAlternative Part = "alternative" // lost or gained, or of another type
	PartElement     Part = "element"     // of an array, of another type
	PartJSONType    Part = "json-type"   // of a built-in type
)
