package breaking

// enum compares the values of enums. Their order has no meaning.
func (c *comparer) enum(p *pair) {
	for _, o := range p.old.values {
		slot := slot{"value", o.name}
		n := p.new.value(o.name)
		if n == nil {
			f := gone(valueRemoved, &o.part, "")
			f.slot = slot
			p.add(f)
			continue
		}
		for _, f := range c.common(place{holds: ofValues, slot: slot, old: &o.part, new: &n.part}) {
			p.add(f)
		}
	}
	for _, n := range p.new.values {
		if p.old.value(n.name) == nil {
			p.add(&finding{rule: valueAdded, slot: slot{"value", n.name}, became: "is new", new: &n.part})
		}
	}
}
