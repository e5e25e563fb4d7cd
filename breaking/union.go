package breaking

import "slices"

// moves are members that one side has in the base of a union and the other in
// branches. On the wire they are in the same object.
type moves struct {
	old, new []*member
}

// movedMembers finds the members that moved between base and branches.
func (c *comparer) movedMembers(p *pair) moves {
	between := func(a, b *typ) (found []*member) {
		for _, m := range a.members {
			if b.member(m.name) == nil && b.inBranch(m.name) {
				found = append(found, m)
			}
		}
		return found
	}
	if commonTag(p) == "" {
		return moves{}
	}
	m := moves{old: between(p.old, p.new), new: between(p.new, p.old)}
	if (len(m.old)+len(m.new))*(len(p.old.branches)+len(p.new.branches)) > maxMoved {
		return moves{}
	}
	return m
}

// maxMoved bounds the members that move between a union's base and branches,
// times the branches: each branch is compared with all of them. Beyond, members
// that moved count as ones that are gone and new.
const maxMoved = 10_000

// commonTag is the member that tells what branch a value has on both sides. A
// struct takes part as a union whose branches carry nothing. It is empty if
// there is no such member.
func commonTag(p *pair) string {
	tag := p.old.tag
	if tag == "" {
		tag = p.new.tag
	}
	if p.new.tag != "" && p.new.tag != tag || p.old.member(tag) == nil || p.new.member(tag) == nil {
		return ""
	}
	return tag
}

// branches compares the branches of unions, or those of a union with the
// members of a struct. Where the struct has no member to choose a branch, the
// discriminator itself is gone or new, and that is reported.
func (c *comparer) branches(p *pair, moved moves) {
	if commonTag(p) == "" {
		if p.old.tag != "" && p.new.tag != "" {
			p.add(&finding{
				rule: tagChanged, old: &p.old.part, new: &p.new.part,
				became: "gets the discriminator '" + p.new.tag + "', where it was '" + p.old.tag + "'",
			})
		}
		return
	}
	names := p.old.branches
	if p.old.tag == "" {
		names = p.new.branches
	}
	parts := p.tagParts
	for _, b := range names {
		o, n := p.old.branchFor(b.name), p.new.branchFor(b.name)
		if n == nil || !p.oldKnows(b.name) {
			continue // the value is gone or new, which the discriminator's type reports
		}
		at := place{slot: slot{"branch", b.name}, old: &o.part, new: &n.part}
		if v := p.new.tagValue(b.name); v == nil || !c.follows(v.cond, n.cond) {
			for _, f := range c.conditions(at) {
				p.add(f)
			}
		}
		v := p.old.tagValue(b.name)
		unstable := v != nil && v.unstable()
		label := &branchLabel{at.slot, p}
		old, now := p.old.with(o.typ, moved.old, label, p.new.order), p.new.with(n.typ, moved.new, label, p.new.order)
		if p.changesForm() {
			parts = append(parts, c.formBranch(p, at.slot, unstable, old, now)...)
		} else {
			c.link(p, at, "+"+b.name, unstable, old, now)
		}
	}
	if len(parts) > 0 {
		p.add(p.newForm(parts))
	}
	for _, m := range moved.old {
		if !m.optional && p.newBranchesLack(m) {
			p.add(p.onlyInBranches(m))
		}
	}
}

// changesForm reports whether a struct of OLD is a union in NEW, or the other
// way round, because a member that both have chooses branches on one side.
func (p *pair) changesForm() bool {
	return (p.old.tag == "") != (p.new.tag == "") && commonTag(p) != ""
}

// gainsOrLosesAll reports whether a branch carries members on one side alone.
func (r *retyped) gainsOrLosesAll() bool {
	return r.link != nil && r.types[0].carriesNothing() != r.types[1].carriesNothing()
}

// formBranch connects the types of a branch of a pair that changes its form. It
// gives the branch if it is one of the changes that this brings about.
func (c *comparer) formBranch(p *pair, of slot, unstable bool, old, now *typ) []retyped {
	part, changed := c.connect(p, of, "+"+of.name, unstable, old, now)
	if !changed && (old.label != nil || now.label != nil || !part.gainsOrLosesAll()) {
		return nil
	}
	part.link.opaque = true // so that the change is told here alone
	return []retyped{part}
}

// newForm is the finding that a struct became a union, or a union a struct.
// What the branches gain or lose, and what values the discriminator has, all
// follows from that.
func (p *pair) newForm(parts []retyped) *finding {
	tag := commonTag(p)
	o, n := p.old.member(tag), p.new.member(tag)
	f := &finding{
		rule: madeUnion, slot: slot{"member", tag}, became: "becomes a discriminator",
		old: &o.part, new: &n.part, exempt: o.unstable(), parts: parts,
	}
	if p.new.tag == "" {
		f.rule, f.became = madeStruct, "is no discriminator any more"
	}
	return f
}

// onlyInBranches is the finding that NEW has a member of the base in branches,
// and not in all.
func (p *pair) onlyInBranches(m *member) *finding {
	return &finding{
		rule: madeOptional, slot: slot{"member", m.name}, became: "is there only with some values of '" + p.new.tag + "'",
		old: &m.part, new: &p.new.part, exempt: m.unstable(),
	}
}

// oldKnows reports whether OLD has a value of the discriminator, which may be
// any string there.
func (p *pair) oldKnows(value string) bool {
	tag := p.old.member(commonTag(p)).typ
	return tag.kind != kindEnum || tag.value(value) != nil
}

// newBranchesLack reports whether a branch that OLD does not have lacks a
// member that was in the base. A client that does not know the branch still
// looks for the base's members.
func (p *pair) newBranchesLack(m *member) bool {
	for _, b := range p.new.branches {
		if p.oldKnows(b.name) {
			continue
		}
		n := b.typ.member(m.name)
		if n == nil || n.optional || n.typ.String() != m.typ.String() {
			return true
		}
	}
	return false
}

// branchFor returns the branch for a value of the discriminator; of a struct,
// and of a document that does not list branches without members, one that
// carries nothing. It is nil if there is no such value.
func (t *typ) branchFor(value string) *branch {
	if b := t.branch(value); b != nil {
		return b
	}
	if t.tag != "" && t.tagValue(value) == nil {
		return nil
	}
	return &branch{t.part, emptyType}
}

// tagValue is a value of the discriminator's enum, nil if there is none.
func (t *typ) tagValue(name string) *value {
	if m := t.member(t.tag); m != nil {
		return m.typ.value(name)
	}
	return nil
}

// maxInside bounds how many unions inside one another members are followed
// through. Beyond, a member that moved counts as one that is gone.
const maxInside = 3

// with is of, the type of a branch of t, with the members that t has in the base
// instead. It is called label, and reported at the place of order.
//
// A document that makes no sense may have a union as a branch of itself.
func (t *typ) with(of *typ, moved []*member, label *branchLabel, order int) *typ {
	if len(moved) == 0 || len(t.inside) == maxInside || slices.Contains(t.inside, of) {
		return of
	}
	out := *of
	out.places = &typePlaces{}
	out.label, out.order = label, order
	out.inside = append(slices.Clip(t.inside), of)
	out.members = slices.Concat(of.members, moved)
	return &out
}

// subjectIsBranch reports whether members were moved into a type of p.
func (p *pair) subjectIsBranch() bool { return p.old.label != nil || p.new.label != nil }
