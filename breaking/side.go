package breaking

import (
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
)

// A Side is one of the two interfaces that are compared, in a form that a
// schema and an introspection document have in common. It is immutable.
type Side struct {
	// schema is nil for a document, which says nothing of conditions, of the
	// ranges of integers, and of most flags.
	schema *model.Schema
	// conditional tells that conditions are part of the side.
	conditional bool

	commands []*command
	events   []*event
	types    map[string]*typ // those that have a name of their own

	commandPlaces, eventPlaces places

	// mute are the kinds of parts of which the side cannot say what features
	// they have: documents came to say so from QEMU 4.1 to 6.2.
	mute map[featureHolder]bool
	// xUnstable tells that names with "x-" in front are unstable. They were
	// before QEMU 6.2 had a feature to say so ("Naming rules and reserved
	// names").
	xUnstable bool
}

// aged is p with what its name says of it in a side of its age.
func (s *Side) aged(p part) part {
	if s.xUnstable && strings.HasPrefix(p.name, "x-") && !p.unstable() {
		p.features = append(p.features, feature{name: model.Unstable})
	}
	return p
}

// command returns the command named name, nil if there is none.
func (s *Side) command(name string) *command { return find(s.commands, &s.commandPlaces, name) }

// event returns the event named name, nil if there is none.
func (s *Side) event(name string) *event { return find(s.events, &s.eventPlaces, name) }

// A featureHolder is a kind of part that has features.
type featureHolder int

const (
	ofRoots featureHolder = iota // commands and events
	ofTypes
	ofMembers
	ofValues
)

// A part is what commands, events, types, members and values have in common.
type part struct {
	name     string
	order    int // the place of the definition among its side's
	pos, end diag.Pos
	cond     *model.Cond
	features []feature
}

type feature struct {
	name     string
	pos, end diag.Pos
	cond     *model.Cond
}

func (p *part) feature(name string) *feature {
	for i := range p.features {
		if p.features[i].name == name {
			return &p.features[i]
		}
	}
	return nil
}

func (p *part) deprecated() bool { return p.feature(model.Deprecated) != nil }
func (p *part) unstable() bool   { return p.feature(model.Unstable) != nil }

type command struct {
	part
	arg, ret *typ
	// These are true for a document, which doesn't say.
	preconfig, response, gen bool
	oob                      bool
}

type event struct {
	part
	arg *typ
}

// A kind is a kind of type.
type kind string

const (
	kindBuiltin   kind = "built-in type"
	kindEnum      kind = "enum"
	kindArray     kind = "array"
	kindObject    kind = "object"
	kindAlternate kind = "alternate"
)

// A typ is a type. Its name is empty for arrays and implicit types, and if the side
// does not know it.
type typ struct {
	part
	kind kind
	// word is what the schema calls the kind: struct, union.
	word string
	json model.JSONKind
	// unbounded is an integer of which the side doesn't say the range.
	unbounded bool

	elem     *typ      // of an array
	values   []*value  // of an enum
	members  []*member // of an object, the base's among them
	tag      string    // of an object: its discriminator, empty for a struct
	branches []*branch
	choices  []*choice // of an alternate

	// label is what a type is called that has members of its union's base
	// (see with), and inside are those that it and the unions around it are
	// made of.
	label  *branchLabel
	inside []*typ

	places *typePlaces
}

// A branchLabel names a branch of the union of a pair.
type branchLabel struct {
	branch slot
	union  *pair
}

func (l *branchLabel) String() string {
	return l.branch.String() + " of " + l.union.subject(both).name
}

// A slot is a part by its kind and its name, such as member 'x'; the name is
// empty for parts that have none.
type slot struct{ kind, name string }

func (s slot) String() string {
	if s.name == "" {
		return s.kind
	}
	return s.kind + " '" + s.name + "'"
}

type value struct{ part }

type member struct {
	part
	typ      *typ
	optional bool
	// from is the struct that declares the member, if it has a name.
	from string
}

// A branch is one of a union. Its type is the empty object where it carries
// no members.
type branch struct {
	part
	typ *typ
}

// A choice is an alternative. Its name is empty where the side doesn't know it.
type choice struct {
	part
	typ *typ
}

// typePlaces are where a type has what. Copies of a type that differ need their
// own.
type typePlaces struct{ members, values, branches, inBranches places }

func (t *typ) member(name string) *member { return find(t.members, &t.places.members, name) }
func (t *typ) value(name string) *value   { return find(t.values, &t.places.values, name) }
func (t *typ) branch(name string) *branch { return find(t.branches, &t.places.branches, name) }

// inBranch reports whether a branch has a member.
func (t *typ) inBranch(member string) bool {
	return t.places.inBranches.of(member, func(add func(string)) {
		for _, b := range t.branches {
			for _, m := range b.typ.members {
				add(m.name)
			}
		}
	}) >= 0
}

// carriesNothing reports whether t is the empty object.
func (t *typ) carriesNothing() bool { return t.kind == kindObject && len(t.members) == 0 }

// String writes t as the schema would.
func (t *typ) String() string {
	switch {
	case t.kind == kindArray && t.elem.kind == kindArray: // only in a document
		return "array of arrays"
	case t.kind == kindArray:
		return "array of " + t.elem.String()
	case t.name != "":
		return "'" + t.name + "'"
	case t.carriesNothing():
		return "nothing"
	default:
		return "a type of kind " + t.word
	}
}
