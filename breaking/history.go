package breaking

import (
	"context"
	"errors"
	"slices"
)

// A Presence says whether a release has a part.
type Presence uint8

// A recorded reply to query-qmp-schema cannot say whether its server's schema
// has a type that no command and no event leads to: that is Unknown.
const (
	Unknown Presence = iota
	Absent
	Present
)

// A History says what releases of a schema have of the newest of them, and what
// changed from each to the next. It is immutable.
type History struct {
	newest    *Side
	relations []*relation // of each release but the newest
	steps     [][]Traced
	toNewest  [][]Traced
	records   map[string][]Record // by definition
}

// A Traced is a change with the parts of the newest schema that it is about. It
// has none if nothing of what it is about is left.
type Traced struct {
	Change
	Parts []Part
}

// A Record is a change of a part.
type Record struct {
	// Step is the number of the release that the change starts from.
	Step   int
	Change *Change
	// Part is in a definition of the newest schema, which need not have the
	// part itself any more.
	Part Part
}

// NewHistory compares each release with the next, and all with the last. The
// releases are in order, the oldest first, and the last is a schema. If ctx
// ends, NewHistory returns its cause.
func NewHistory(ctx context.Context, releases []*Side) (*History, error) {
	last := len(releases) - 1
	if last < 1 || releases[last].schema == nil {
		return nil, errors.New("a history needs two releases, of which the last is a schema")
	}
	h := &History{
		newest: releases[last], relations: make([]*relation, last),
		steps: make([][]Traced, last), toNewest: make([][]Traced, last), records: map[string][]Record{},
	}
	// From the newest back: the parts of a step are found by the relation of
	// the release it leads to.
	for i := last - 1; i >= 0; i-- {
		c, changes, err := compare(ctx, releases[i], h.newest, Options{})
		if err != nil {
			return nil, err
		}
		h.relations[i] = relate(c)
		h.toNewest[i] = h.trace(changes, nil)
		h.steps[i] = h.toNewest[i]
		if i == last-1 {
			continue
		}
		if _, changes, err = compare(ctx, releases[i], releases[i+1], Options{}); err != nil {
			return nil, err
		}
		h.steps[i] = h.trace(changes, h.relations[i+1])
	}
	h.record()
	return h, nil
}

// Changes are those from a release to the next, by the number of the former.
func (h *History) Changes(release int) []Traced { return h.steps[release] }

// ChangesToNewest are those from a release to the newest.
func (h *History) ChangesToNewest(release int) []Traced { return h.toNewest[release] }

// Records are the changes of a definition and its parts, from the oldest to the
// newest.
func (h *History) Records(definition string) []Record { return h.records[definition] }

// Presence says whether each release has a part of the newest schema.
func (h *History) Presence(p Part) []Presence {
	list := make([]Presence, len(h.relations)+1)
	for i, r := range h.relations {
		switch {
		case r.present[p]:
			list[i] = Present
		case r.knows(p.Definition):
			list[i] = Absent
		}
	}
	list[len(h.relations)] = Present
	return list
}

// FormerName is what a release calls a type of the newest schema, if it has it
// under another name. It is empty otherwise.
func (h *History) FormerName(release int, definition string) string {
	if release >= len(h.relations) {
		return ""
	}
	return h.relations[release].formerly[definition]
}

// trace finds the parts of the newest schema that changes are about. The changes
// lead to the side of the relation, or to the newest schema where it is nil.
func (h *History) trace(changes []Change, r *relation) []Traced {
	list := make([]Traced, len(changes))
	for i := range changes {
		t := tracer{h.newest, r, map[Part]bool{}, nil}
		for _, f := range changes[i].findings {
			t.finding(f)
		}
		list[i] = Traced{changes[i], t.parts}
		list[i].findings = nil // they keep all of the comparison
	}
	return list
}

// record sorts the changes by definition.
func (h *History) record() {
	for step, list := range h.steps {
		for i := range list {
			for _, p := range list[i].Parts {
				h.records[p.Definition] = append(h.records[p.Definition], Record{step, &list[i].Change, p})
			}
		}
	}
}

// A tracer collects the parts of the newest schema that findings are about.
type tracer struct {
	newest *Side
	r      *relation
	seen   map[Part]bool
	parts  []Part
}

func (t *tracer) add(p Part) {
	if !t.seen[p] {
		t.seen[p] = true
		t.parts = append(t.parts, p)
	}
}

func (t *tracer) finding(f *finding) {
	if f.pair == nil {
		name := f.definition()
		if t.newest.command(name) != nil || t.newest.event(name) != nil {
			t.add(Part{Definition: name})
		}
		return
	}
	kind, name := f.slot.part()
	for _, n := range t.successors(f.pair.new.origin()) {
		if definition := t.newest.definitionOf(n); definition != "" {
			t.add(Part{definition, kind, name})
		}
		if m := n.member(name); kind == MemberPart && m != nil && m.from != "" {
			t.add(Part{m.from, kind, name})
		}
	}
	if f.from != "" && t.newest.types[f.from] != nil {
		t.add(Part{f.from, kind, name})
	}
	for _, l := range f.pair.uses {
		if l.root == nil || l.step != argStep || kind == "" {
			continue
		}
		if t.newest.command(l.root.name) != nil || t.newest.event(l.root.name) != nil {
			t.add(Part{l.root.name, kind, name})
		}
	}
}

// successors are the types of the newest schema that take the place of a type.
func (t *tracer) successors(of *typ) []*typ {
	if t.r == nil {
		return []*typ{of}
	}
	list := slices.Clone(t.r.successors[of])
	if n := t.newest.types[of.name]; n != nil && n.kind == of.kind && !slices.Contains(list, n) {
		list = append(list, n)
	}
	return list
}

// part is the slot as the part of a definition. What has no name of its own is
// the definition as such.
func (s slot) part() (PartKind, string) {
	switch kind := PartKind(s.kind); kind {
	case MemberPart, BranchPart, ValuePart, AlternativePart:
		return kind, s.name
	default:
		return "", ""
	}
}
