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
		at := place{slot: slot, old: &o.part, new: &n.part}
		if c.old.valueFeatures && c.new.valueFeatures {
			for _, f := range c.features(at) {
				p.add(f)
			}
		}
		for _, f := range c.conditions(at) {
			p.add(f)
		}
	}
	for _, n := range p.new.values {
		if p.old.value(n.name) == nil {
			p.add(&finding{rule: valueAdded, slot: slot{"value", n.name}, became: "is new", new: &n.part})
		}
	}
}
