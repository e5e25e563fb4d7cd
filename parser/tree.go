package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A Tree is a whole schema as written: the root file and all that it includes.
type Tree struct {
	// Files has every file once, the root first, in the order of QEMU's front
	// end: by the first include that names the file.
	Files []*File
	// Nodes are the definitions and include directives of all files in schema
	// order: the nodes of an included file follow its directive.
	Nodes []*Node
	// Docs are all documentation comments in schema order, including free-form
	// ones.
	Docs []*Doc
	// Pragmas hold for all files: QEMU applies the last value given for a
	// pragma to the whole schema.
	Pragmas Pragmas
	// Edition is the edition whose rules were applied.
	Edition edition.Edition
	// Evidence is the construct that bounds Edition from above. It is nil if
	// there is none, or if the caller chose the edition.
	Evidence *Evidence
	// Layout has a warning for each layout rule and file with faults in
	// documentation comments. It is empty if the caller chose the edition: the
	// faults are errors then.
	Layout diag.List
	// Whole is true if all files, expressions and pragmas are in the tree
	// without errors. Documentation comments may still have errors.
	Whole bool
	// PragmasLost is true if a pragma directive has an error, so that its
	// effect is not known.
	PragmasLost bool
	// Broken are the names of definitions that are missing from Nodes because
	// of a syntax error. An empty name stands for a definition whose name could
	// not be read, or for a file.
	Broken []string

	// auto is true if Edition was determined from the schema. oldest is then
	// the oldest edition that has all of the schema's newer constructs.
	auto   bool
	oldest edition.Edition
}

// Allows reports whether the schema may use the construct c. If the edition was
// determined from the schema, c may be newer than that edition, and also older,
// unless newer constructs of the schema exclude it. SimpleUnions always need an
// edition that has them, because a simple union looks like a union without its
// required discriminator.
func (t *Tree) Allows(c edition.Construct) bool {
	until := c.Row().Until
	switch {
	case !t.auto || c == edition.SimpleUnions:
		return c.In(t.Edition)
	default:
		return until == 0 || until >= t.oldest
	}
}

// Outdated reports whether the schema uses an allowed construct c that is older
// than anything else in it. That is worth a warning.
func (t *Tree) Outdated(c edition.Construct) bool {
	return t.auto && !c.In(t.Edition)
}

// A File is one schema file.
type File struct {
	Source *diag.Source
	// Module is the file's path relative to the root file's folder.
	Module string
}

// A Node is a top-level expression that the model is built from: a definition
// or an include directive. Pragmas are in Tree.Pragmas.
type Node struct {
	File *File
	// Object is the expression. Its kind is always Object.
	Object *Value
	// Doc is the definition's documentation comment, or nil.
	Doc *Doc
	// Include is the file that an include directive names. It is nil for
	// definitions.
	Include *File
}

// Kind is the kind of a Value.
type Kind int

// The values of QAPI's JSON dialect. It has neither numbers nor null.
const (
	Object Kind = iota
	Array
	String
	Bool
)

func (k Kind) String() string {
	return [...]string{Object: "an object", Array: "an array", String: "a string", Bool: "a boolean"}[k]
}

// A Value is a value of the schema language with its position.
type Value struct {
	Pos, End diag.Pos
	Kind     Kind
	Str      string   // of a String
	Bool     bool     // of a Bool
	Members  []Member // of an Object, in source order; keys are unique
	Elems    []*Value // of an Array
}

// A Member is a key of an Object with its value.
type Member struct {
	Pos, End diag.Pos // of the key
	Key      string
	Value    *Value
}

// Get returns the member of v named key, or nil.
func (v *Value) Get(key string) *Member {
	for i := range v.Members {
		if v.Members[i].Key == key {
			return &v.Members[i]
		}
	}
	return nil
}

// Pragmas are the values of the pragma directives.
type Pragmas struct {
	DocRequired              bool
	CommandNameExceptions    []string
	CommandReturnsExceptions []string
	DocumentationExceptions  []string
	MemberNameExceptions     []string
}
