package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A Tree is a whole schema as written: the root file and all it includes.
type Tree struct {
	// Files lists every file once, the root first, in the order QEMU's front
	// end meets them: a file's place is that of the first include that names
	// it.
	Files []*File
	// Nodes are the definitions and include directives of all files in
	// schema order: an included file's nodes stand behind its directive.
	Nodes []*Node
	// Docs are all documentation comments, free-form ones too, in that order.
	Docs []*Doc
	// Pragmas holds for all files: QEMU applies the last value a pragma
	// was given to the whole schema.
	Pragmas Pragmas
	// Edition is the one that the schema was judged by.
	Edition edition.Edition
	// Evidence is what of the schema bounds Edition from above. It is nil
	// where nothing does, and where the caller chose the edition.
	Evidence *Evidence
	// Layout has a warning for each kind of fault in the layout of
	// documentation comments and each file, where the caller left the edition
	// to the schema. With an edition of the caller's such faults are errors.
	Layout diag.List
	// Whole tells that nothing is missing but in documentation comments:
	// all files are there, and all expressions and pragmas are in order.
	Whole bool
	// PragmasLost tells that a pragma directive has an error, so that its
	// effect on the rules is not known.
	PragmasLost bool
	// Broken are the names of definitions that a syntax error keeps out of
	// Nodes. A name that is empty stands for one that could not be read, or
	// for a file.
	Broken []string

	// auto is set if Edition was found from the schema. oldest is then the oldest
	// edition that has all of its newer constructs.
	auto   bool
	oldest edition.Edition
}

// Allows reports whether the schema may use the construct c. If the edition was found
// from the schema, c may be newer than that, and also older, unless newer constructs of
// the schema exclude it. A simple union looks like a union without the required
// discriminator, so another construct of the schema must be as old.
func (t *Tree) Allows(c edition.Construct) bool {
	until := c.Row().Until
	switch {
	case !t.auto || c == edition.SimpleUnions:
		return c.In(t.Edition)
	default:
		return until == 0 || until >= t.oldest
	}
}

// Outdated reports whether the schema uses the construct c, which it may, and
// nothing else that is as old. That is worth a warning.
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
// or an include directive (pragmas end in Tree.Pragmas).
type Node struct {
	File *File
	// Object is the expression, always of kind Object.
	Object *Value
	// Doc is the definition's documentation comment, nil where it has none.
	Doc *Doc
	// Include is the file an include directive names, nil for definitions.
	Include *File
}

// Kind says what a Value is.
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

// A Value is a value of the schema language with its place.
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

// Get returns the member named key, nil where v has none.
func (v *Value) Get(key string) *Member {
	for i := range v.Members {
		if v.Members[i].Key == key {
			return &v.Members[i]
		}
	}
	return nil
}

// Pragmas are the values of the pragma directives, by their names.
type Pragmas struct {
	DocRequired              bool
	CommandNameExceptions    []string
	CommandReturnsExceptions []string
	DocumentationExceptions  []string
	MemberNameExceptions     []string
}
