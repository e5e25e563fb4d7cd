package breaking

import (
	"github.com/qapi-go/qapi-gen/model"
)

// A place is a part that both sides have. slot is empty for a definition.
type place struct {
	holds    featureHolder
	slot     slot
	old, new *part
	base     *typ
	subject  string
}

func (at place) finding(r *Rule, became string) *finding {
	return &finding{
		rule: r, slot: at.slot, became: became, old: at.old, new: at.new, base: at.base,
		subjectText: at.subject, exempt: at.old.unstable(),
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
				f.slot, f.base, f.subjectText, f.exempt = at.slot, at.base, at.subject, at.old.unstable()
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

// conditions compares the conditions of a part, where both sides have some.
func (c *comparer) conditions(at place) []*finding {
	if !c.old.conditional || !c.new.conditional {
		return nil
	}
	old, now := at.old.cond, at.new.cond
	switch {
	case old.String() == now.String():
		return nil
	case !follows(old, now):
		became := "is there only if " + now.String()
		if old != nil {
			became += ", where it was if " + old.String()
		}
		return []*finding{at.finding(conditionAdded, became)}
	case follows(now, old):
		return nil // the same in other words
	case now == nil:
		return []*finding{at.finding(conditionWidened, "is there in every build, where it was if "+old.String())}
	default:
		return []*finding{at.finding(conditionWidened, "is there if "+now.String()+", where it was if "+old.String())}
	}
}

// maxNames bounds the names over which conditions are compared by trying all
// values.
const maxNames = 12

// follows reports whether new holds in every build in which old does. It may
// miss that where the conditions have more than maxNames names between them.
func follows(old, now *model.Cond) bool {
	if now == nil {
		return true
	}
	places := map[string]int{}
	number(places, old)
	number(places, now)
	if len(places) > maxNames {
		return false
	}
	for defined := range 1 << len(places) {
		holds := func(name string) bool { return defined>>places[name]&1 == 1 }
		if old.Holds(holds) && !now.Holds(holds) {
			return false
		}
	}
	return true
}

// number gives each name in c a number.
func number(places map[string]int, c *model.Cond) {
	if c == nil {
		return
	}
	if _, known := places[c.Name]; !known && c.Op == model.CondName {
		places[c.Name] = len(places)
	}
	for _, o := range c.Operands {
		number(places, o)
	}
}
