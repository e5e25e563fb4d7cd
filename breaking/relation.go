package breaking

import (
	"maps"
	"slices"
)

// A Part names a part of a schema: a definition, or a part of it.
type Part struct {
	// Definition is the name of a command, an event or a type. The arguments
	// of a command are members of the command, and where they have a type with
	// a name, members of that type too. So is the data of an event.
	Definition string
	// Kind is empty for the definition as such, and else one of the kinds
	// below. Name is the part's.
	Kind PartKind
	Name string
}

// A PartKind is a kind of part of a definition.
type PartKind string

// The kinds of parts that have names.
const (
	MemberPart      PartKind = "member"
	BranchPart      PartKind = "branch"
	ValuePart       PartKind = "value"
	AlternativePart PartKind = "alternative"
)

// A relation says what of the newest schema another side has. Types belong
// together that take the same place, or that have the same name: names are not
// part of the protocol, but a reader of two schemas goes by them.
type relation struct {
	old, new *Side
	oldReach map[*typ]bool
	newReach map[*typ]bool
	// present are the parts of the newest schema that the other side has.
	present map[Part]bool
	// successors are the types of the newest schema, by those of the other
	// side whose places they take.
	successors map[*typ][]*typ
	// formerly are the names that types of the newest schema had, for those
	// that the other side calls by another name.
	formerly map[string]string
}

// relate says what of NEW, a schema, OLD has. The comparer has compared them.
func relate(c *comparer) *relation {
	r := &relation{
		old: c.old, new: c.new, oldReach: c.old.reachable(), newReach: c.new.reachable(),
		present: map[Part]bool{}, successors: map[*typ][]*typ{}, formerly: map[string]string{},
	}
	for _, o := range c.old.commands {
		if c.new.command(o.name) != nil {
			r.present[Part{Definition: o.name}] = true
		}
	}
	for _, o := range c.old.events {
		if c.new.event(o.name) != nil {
			r.present[Part{Definition: o.name}] = true
		}
	}
	r.byPlace(c)
	r.byName()
	return r
}

// byPlace takes the pairs that commands and events lead to. Where a part got
// another type, though both sides have both types, the new type has at this place
// what the old one has of it, but does not come from it.
func (r *relation) byPlace(c *comparer) {
	been := map[*pair]bool{}
	var next []*pair
	follow := func(l *link) {
		p := l.to
		if p.old.kind != p.new.kind {
			return
		}
		if l.root != nil && l.step == argStep {
			r.parts(l.root.name, p.old, p.new)
		}
		if !l.opaque {
			r.succeeds(p.old.origin(), p.new.origin())
		}
		if !been[p] {
			been[p] = true
			next = append(next, p)
		}
	}
	for _, l := range c.roots {
		follow(l)
	}
	for len(next) > 0 {
		p := next[0]
		next = next[1:]
		r.parts(r.new.definitionOf(p.new.origin()), p.old, p.new)
		for _, l := range p.links {
			follow(l)
		}
	}
}

// byName takes the types of the same name, as far as one that is part of the
// protocol is not taken for one that is not.
func (r *relation) byName() {
	for _, name := range slices.Sorted(maps.Keys(r.new.types)) {
		o, n := r.old.types[name], r.new.types[name]
		if o != nil && o.kind == n.kind && (r.oldReach[o] || !r.newReach[n]) {
			r.succeeds(o, n)
			r.parts(name, o, n)
			delete(r.formerly, name)
		}
	}
}

// succeeds notes that n is what became of o.
func (r *relation) succeeds(o, n *typ) {
	if !slices.Contains(r.successors[o], n) {
		r.successors[o] = append(r.successors[o], n)
	}
	switch {
	case n.name == "" || o.name == "" && r.old.schema != nil:
		// One of them is declared inline. Its parts count, and no type has come or gone.
	case o.name != "" && o.name != n.name:
		r.formerly[n.name] = o.name
		fallthrough
	default:
		r.present[Part{Definition: n.name}] = true
	}
}

// parts notes what o has of the parts of n, as parts of the definition.
func (r *relation) parts(definition string, o, n *typ) {
	if definition == "" {
		return
	}
	note := func(kind PartKind, name string, present bool) {
		if present {
			r.present[Part{definition, kind, name}] = true
		}
	}
	for _, m := range n.members {
		there := o.member(m.name) != nil || o.inBranch(m.name)
		note(MemberPart, m.name, there)
		if there && m.from != "" {
			r.present[Part{m.from, MemberPart, m.name}] = true
			if r.old.schema == nil { // of a base, a document shows the members alone
				r.present[Part{Definition: m.from}] = true
			}
		}
	}
	for _, b := range n.branches {
		note(BranchPart, b.name, o.tag != "" && o.tag == n.tag && o.branchFor(b.name) != nil)
	}
	for _, v := range n.values {
		note(ValuePart, v.name, o.value(v.name) != nil)
	}
	for _, choice := range n.choices {
		note(AlternativePart, choice.name, o.kind == kindAlternate && o.choiceLike(choice.typ) != nil)
	}
}

// knows reports whether the other side could say whether it has a part of a
// definition: a document has only types that commands and events lead to.
func (r *relation) knows(definition string) bool {
	n := r.new.types[definition]
	return n == nil || r.old.schema != nil || r.newReach[n]
}

// origin is the type that t is a copy of with the members of a base (see with),
// and else t itself.
func (t *typ) origin() *typ {
	if len(t.inside) > 0 {
		return t.inside[len(t.inside)-1]
	}
	return t
}

// definitionOf is the name of t, or of the definition that declares t inline. It
// is empty where the side does not know it.
func (s *Side) definitionOf(t *typ) string {
	if t.name == "" && s.schema != nil && t.order > 0 {
		return s.schema.Definitions[t.order-1].Common().Name
	}
	return t.name
}

// reachable are the types that commands and events lead to, and the bases of
// these.
func (s *Side) reachable() map[*typ]bool {
	been := map[*typ]bool{}
	var next []*typ
	visit := func(t *typ) {
		if t != nil && !been[t] {
			been[t] = true
			next = append(next, t)
		}
	}
	for _, c := range s.commands {
		visit(c.arg)
		visit(c.ret)
	}
	for _, e := range s.events {
		visit(e.arg)
	}
	for len(next) > 0 {
		t := next[0]
		next = next[1:]
		visit(t.elem)
		for _, m := range t.members {
			visit(m.typ)
			visit(s.types[m.from])
		}
		for _, b := range t.branches {
			visit(b.typ)
		}
		for _, c := range t.choices {
			visit(c.typ)
		}
	}
	return been
}
