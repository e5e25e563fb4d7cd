package breaking

import "github.com/qapi-go/qapi-gen/model"

// alternate compares types of which at least one is an alternate. Alternatives
// go by the JSON kind of their values, as in a decoder: their names are not
// part of the protocol.
func (c *comparer) alternate(p *pair) {
	switch {
	case p.old.kind == kindAlternate && p.new.kind == kindAlternate:
		c.alternatives(p)
	case p.new.json == model.JSONValue && p.new.kind == kindBuiltin || p.old.json == model.JSONValue && p.old.kind == kindBuiltin:
		c.alternateAndAny(p)
	case p.new.kind == kindAlternate:
		c.plain(p, madeAlternate, p.new.choiceLike(p.old), func(other *choice) (*typ, *typ) { return p.old, other.typ })
	default:
		c.plain(p, madePlain, p.old.choiceLike(p.new), func(other *choice) (*typ, *typ) { return other.typ, p.new })
	}
}

func (c *comparer) alternateAndAny(p *pair) {
	r := madeAny
	if p.old.kind == kindBuiltin {
		r = anyNarrowed
	}
	p.add(p.asSuch(r))
}

// plain compares an alternate with a type that is none. like is the
// alternative that takes its place, nil without one.
func (c *comparer) plain(p *pair, r *Rule, like *choice, types func(*choice) (old, now *typ)) {
	if like == nil {
		p.add(p.asSuch(kindChanged))
		return
	}
	p.add(p.asSuch(r))
	old, now := types(like)
	c.link(p, place{slot: like.slot(), old: &p.old.part, new: &p.new.part}, "", false, old, now)
}

func (c *comparer) alternatives(p *pair) {
	for _, o := range p.old.choices {
		n := p.new.choiceLike(o.typ)
		if n == nil {
			f := gone(alternativeRemoved, &o.part, "")
			f.slot = o.slot()
			p.add(f)
			continue
		}
		at := place{slot: n.slot(), old: &o.part, new: &n.part}
		for _, f := range c.conditions(at) {
			p.add(f)
		}
		c.link(p, at, "", false, o.typ, n.typ)
	}
	for _, n := range p.new.choices {
		if p.old.choiceLike(n.typ) == nil {
			p.add(&finding{rule: alternativeAdded, slot: n.slot(), became: "is new", new: &n.part})
		}
	}
}

// choiceLike returns the alternative for values of the JSON kind that t has,
// nil if there is none.
func (a *typ) choiceLike(t *typ) *choice {
	for _, c := range a.choices {
		if wireKind(c.typ) == wireKind(t) {
			return c
		}
	}
	return nil
}

// wireKind is the kind of t's values where integers and numbers are one.
func wireKind(t *typ) model.JSONKind {
	if t.json == model.JSONInt {
		return model.JSONNumber
	}
	return t.json
}

// slot names the alternative, by its type where it has no name.
func (c *choice) slot() slot {
	if c.name != "" {
		return slot{"alternative", c.name}
	}
	return slot{kind: "the alternative of kind " + string(wireKind(c.typ))}
}
