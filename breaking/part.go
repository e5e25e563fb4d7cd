package breaking

import "github.com/qapi-go/qapi-gen/model"

// A place is a part that both sides have. slot is empty for a definition.
type place struct {
	holds    featureHolder
	slot     slot
	old, new *part
	base     *typ
	from     string
	subject  string
	root     string // the command or event that the part is, by its name
}

func (at place) finding(r *Rule, became string) *finding {
	return &finding{
		rule: r, slot: at.slot, became: became, old: at.old, new: at.new, base: at.base, from: at.from,
		subjectText: at.subject, root: at.root, exempt: at.old.unstable(),
	}
}

// common compares what all kinds of parts have.
func (c *comparer) common(at place) []*finding {
	return append(c.features(at), c.conditions(at)...)
}

// features compares the features of a part.
func (c *comparer) features(at place) (list []*finding) {
	if c.old.mute[at.holds] || c.new.mute[at.holds] {
		return nil
	}
	add := func(r *Rule, became string, old, now *feature) {
		f := at.finding(r, became)
		f.old, f.new = at.old.featurePart(old), at.new.featurePart(now)
		list = append(list, f)
	}
	for i := range at.old.features {
		f := &at.old.features[i]
		switch g := at.new.feature(f.name); {
		case g != nil:
			for _, f := range c.conditions(place{old: at.old.featurePart(f), new: at.new.featurePart(g)}) {
				f.slot, f.base, f.from, f.subjectText, f.root = at.slot, at.base, at.from, at.subject, at.root
				f.exempt = at.old.unstable()
				f.became = "has its feature '" + g.name + "' only if " + g.cond.String()
				list = append(list, f)
			}
		case isSpecial(f.name):
			add(promised, "is not marked '"+f.name+"' any more", f, nil)
		default:
			add(featureRemoved, "loses the feature '"+f.name+"'", f, nil)
		}
	}
	for i := range at.new.features {
		f := &at.new.features[i]
		switch {
		case at.old.feature(f.name) != nil:
		case f.name == model.Deprecated:
			add(deprecated, "is deprecated", nil, f)
		case f.name == model.Unstable:
			add(destabilised, "becomes unstable", nil, f)
		default:
			add(featureAdded, "gains the feature '"+f.name+"'", nil, f)
		}
	}
	return list
}

func isSpecial(feature string) bool {
	return feature == model.Deprecated || feature == model.Unstable
}

// featurePart makes a part of a feature of p, for its place and condition; of
// none it makes p.
func (p *part) featurePart(f *feature) *part {
	if f == nil {
		return p
	}
	return &part{name: f.name, order: p.order, pos: f.pos, end: f.end, cond: f.cond}
}
