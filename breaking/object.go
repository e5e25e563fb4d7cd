package breaking

import "slices"

// object compares structs and unions. Where a member is declared, in a base or
// by the type itself, has no meaning.
func (c *comparer) object(p *pair) {
	moved := c.movedMembers(p)
	for _, o := range p.old.members {
		switch n := p.new.member(o.name); {
		case n != nil:
			c.member(p, o, n)
		case slices.Contains(moved.old, o):
		case p.new.inBranch(o.name):
			p.add(p.onlyInBranches(o))
		default:
			c.memberGone(p, o)
		}
	}
	for _, n := range p.new.members {
		if p.old.member(n.name) == nil && !slices.Contains(moved.new, n) {
			c.memberAdded(p, n)
		}
	}
	if p.old.tag != "" || p.new.tag != "" {
		c.branches(p, moved)
	}
}

func (c *comparer) member(p *pair, o, n *member) {
	at := place{holds: ofMembers, slot: slot{"member", n.name}, old: &o.part, new: &n.part, from: n.from}
	if o.from == n.from {
		at.base = c.baseOf(p, n)
	}
	switch {
	case o.optional && !n.optional:
		f := at.finding(madeMandatory, "becomes mandatory")
		f.exempt = false // clients that leave what is unstable alone are refused, too
		p.add(f)
	case n.optional && !o.optional:
		p.add(at.finding(madeOptional, "becomes optional"))
	}
	for _, f := range c.common(at) {
		p.add(f)
	}
	if p.changesForm() && n.name == commonTag(p) {
		if part, changed := c.connect(p, at.slot, n.name, o.unstable(), o.typ, n.typ); changed {
			p.tagParts = append(p.tagParts, part)
		}
		return
	}
	c.link(p, at, n.name, o.unstable(), o.typ, n.typ)
}

// baseOf is the struct that m comes from, nil if that is p's own type.
func (c *comparer) baseOf(p *pair, m *member) *typ {
	if m.from == p.new.name || p.subjectIsBranch() {
		return nil
	}
	return c.new.types[m.from]
}

// memberGone reports a member at its base if the base lost it.
func (c *comparer) memberGone(p *pair, o *member) {
	r := memberRemoved
	if o.optional {
		r = optionalRemoved
	}
	f := gone(r, &o.part, "")
	f.slot, f.from = slot{"member", o.name}, o.from
	if base := c.new.types[o.from]; base != nil && o.from != p.old.name && !p.subjectIsBranch() && base.member(o.name) == nil {
		f.base = base
	}
	p.add(f)
}

// memberAdded reports a member at its base if the base gained it.
func (c *comparer) memberAdded(p *pair, n *member) {
	r := mandatoryAdded
	if n.optional {
		r = optionalAdded
	}
	f := &finding{rule: r, slot: slot{"member", n.name}, became: "is new", new: &n.part, from: n.from}
	if !n.optional {
		f.became = "is new and mandatory"
	}
	if base := c.old.types[n.from]; base != nil && n.from != p.new.name && !p.subjectIsBranch() && base.member(n.name) == nil {
		f.base = c.new.types[n.from]
	}
	p.add(f)
}
