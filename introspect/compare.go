package introspect

import "slices"

// Compare returns all differences between two documents. It compares structure
// and ignores the names of types. It compares types where commands and events
// that both documents have lead to them. Types that no command or event of the
// second document leads to are not part of its protocol, and are not compared.
// What a document cannot express because its server is too old is no
// difference.
//
// The differences are in the order of the first document: commands and events
// first, and those that the second document adds last.
func Compare(a, b *Index) []Difference { return Pair(a, b).Differences() }

// Differences is Compare for documents that are already paired.
func (p *Pairing) Differences() []Difference {
	c := &comparer{p: p}
	for _, n := range p.ga.nodes {
		if other := p.b.Lookup(n.entry.Common().Name); !isType(n.entry) && !sameKind(n.entry, other) {
			c.add(Difference{Part: PartEntry, Change: Lost, A: n.entry})
		}
	}
	for x, y := range p.All() {
		if p.Used(y) {
			c.entry(x, y)
		}
	}
	for _, n := range p.gb.nodes {
		if other := p.a.Lookup(n.entry.Common().Name); !isType(n.entry) && !sameKind(n.entry, other) {
			c.add(Difference{Part: PartEntry, Change: Gained, B: n.entry})
		}
	}
	return c.list
}

func isType(e Entry) bool { _, ok := e.(Type); return ok }

func sameKind(e, other Entry) bool { return other != nil && e.MetaType() == other.MetaType() }

type comparer struct {
	p    *Pairing
	list []Difference
	a, b Entry // those being compared
}

func (c *comparer) add(d Difference) {
	if d.A == nil && d.B == nil {
		d.A, d.B = c.a, c.b
	}
	c.list = append(c.list, d)
}

func (c *comparer) entry(a, b Entry) {
	c.a, c.b = a, b
	c.features(PartEntry, "", a.Common().Features, b.Common().Features)
	switch a := a.(type) {
	case *Command:
		c.command(a, b.(*Command))
	case *Event:
		c.reference(PartArguments, "", a.ArgType, b.(*Event).ArgType)
	case *Builtin:
		if a.JSONType != b.(*Builtin).JSONType {
			c.add(Difference{Part: PartJSONType, Change: Changed})
		}
	case *Enum:
		c.enum(a, b.(*Enum))
	case *Array:
		c.reference(PartElement, "", a.ElementType, b.(*Array).ElementType)
	case *Object:
		c.object(a, b.(*Object))
	case *Alternate:
		c.alternate(a, b.(*Alternate))
	}
}

// reference compares the types of a part.
func (c *comparer) reference(part Part, name, a, b string) {
	if !c.p.Same(a, b) {
		c.add(Difference{Part: part, Change: Changed, Name: name, TypeA: c.p.a.Type(a), TypeB: c.p.b.Type(b)})
	}
}

// features compares the features of the part with the name, or of the entry.
func (c *comparer) features(of Part, name string, a, b Features) {
	if !c.p.SaysFeatures(c.a, of) {
		return
	}
	for change, f := range lostAndGained(a, b, func(f *string) string { return *f }) {
		c.add(Difference{Part: PartFeature, Change: change, Name: name, Feature: *f})
	}
}

func (c *comparer) command(a, b *Command) {
	c.flag(PartAllowOOB, "", a.AllowOOB, b.AllowOOB)
	c.reference(PartArguments, "", a.ArgType, b.ArgType)
	c.reference(PartReturns, "", a.RetType, b.RetType)
}

func (c *comparer) flag(part Part, name string, a, b bool) {
	switch {
	case a && !b:
		c.add(Difference{Part: part, Change: Lost, Name: name})
	case b && !a:
		c.add(Difference{Part: part, Change: Gained, Name: name})
	}
}

func (c *comparer) enum(a, b *Enum) {
	for change, v := range lostAndGained(a.Members, b.Members, valueName) {
		c.add(Difference{Part: PartValue, Change: change, Name: v.Name})
	}
	inB, listedA, listedB := finder(b.Members, valueName), a.listed(), b.listed()
	for _, v := range a.Members {
		w := inB(v.Name)
		if w == nil {
			continue
		}
		c.flag(PartValues, v.Name, listedA(v.Name), listedB(v.Name))
		c.features(PartValue, v.Name, v.Features, w.Features)
	}
}

// listed reports whether the deprecated list has a value. If there is no
// contradicting list, it has all values.
func (e *Enum) listed() func(value string) bool {
	if e.Values == nil {
		return func(string) bool { return true }
	}
	find := finder(e.Values, func(v *string) string { return *v })
	return func(value string) bool { return find(value) != nil }
}

func valueName(v *EnumMember) string { return v.Name }
func memberName(m *Member) string    { return m.Name }
func variantCase(v *Variant) string  { return v.Case }

func (c *comparer) object(a, b *Object) {
	for change, m := range lostAndGained(a.Members, b.Members, memberName) {
		c.add(Difference{Part: PartMember, Change: change, Name: m.Name})
	}
	inB := finder(b.Members, memberName)
	for i := range a.Members {
		m, n := &a.Members[i], inB(a.Members[i].Name)
		if n == nil {
			continue
		}
		c.flag(PartOptional, m.Name, m.Optional(), n.Optional())
		c.reference(PartMember, m.Name, m.Type, n.Type)
		c.features(PartMember, m.Name, m.Features, n.Features)
	}
	switch {
	case a.Tag == b.Tag:
		c.branches(a, b)
	case a.Tag == "":
		c.add(Difference{Part: PartTag, Change: Gained})
	case b.Tag == "":
		c.add(Difference{Part: PartTag, Change: Lost})
	default:
		c.add(Difference{Part: PartTag, Change: Changed})
		c.branches(a, b)
	}
}

// branches skips branches that are lost or gained together with their value of
// the tag: the difference is that of the enum.
func (c *comparer) branches(a, b *Object) {
	tagA, tagB := tagValues(c.p.a, a), tagValues(c.p.b, b)
	for change, v := range lostAndGained(a.Variants, b.Variants, variantCase) {
		if (tagA(v.Case) != nil) == (tagB(v.Case) != nil) {
			c.add(Difference{Part: PartBranch, Change: change, Name: v.Case})
		}
	}
	inB := finder(b.Variants, variantCase)
	for _, v := range a.Variants {
		if w := inB(v.Case); w != nil {
			c.reference(PartBranch, v.Case, v.Type, w.Type)
		}
	}
}

// tagValues finds values of the tag of o. It finds none if o has no tag.
func tagValues(x *Index, o *Object) func(value string) *EnumMember {
	if m := o.Member(o.Tag); m != nil {
		return finder(x.Type(m.Type).(*Enum).Members, valueName)
	}
	return func(string) *EnumMember { return nil }
}

// alternate pairs alternatives of the same type, then those of the same kind of
// value, and then the rest, if both documents have equally many.
func (c *comparer) alternate(a, b *Alternate) {
	lost, gained := slices.Clone(a.Types), slices.Clone(b.Types)
	pair := func(alike func(t, u string) bool) {
		lost = slices.DeleteFunc(lost, func(t string) bool {
			i := slices.IndexFunc(gained, func(u string) bool { return alike(t, u) })
			if i >= 0 {
				c.reference(PartAlternative, "", t, gained[i])
				gained = slices.Delete(gained, i, i+1)
			}
			return i >= 0
		})
	}
	pair(c.p.Same)
	pair(func(t, u string) bool { return KindOf(c.p.a.Type(t)) == KindOf(c.p.b.Type(u)) })
	if len(lost) == len(gained) {
		pair(func(string, string) bool { return true })
	}
	for _, t := range lost {
		c.add(Difference{Part: PartAlternative, Change: Lost, TypeA: c.p.a.Type(t)})
	}
	for _, u := range gained {
		c.add(Difference{Part: PartAlternative, Change: Gained, TypeB: c.p.b.Type(u)})
	}
}

// lostAndGained yields what only one of the lists has, those of a before those
// of b.
func lostAndGained[T any](a, b []T, name func(*T) string) func(yield func(Change, *T) bool) {
	return func(yield func(Change, *T) bool) {
		lists := [...][]T{Lost: a, Gained: b}
		for change, list := range lists {
			other := map[string]bool{}
			for i := range lists[1-change] {
				other[name(&lists[1-change][i])] = true
			}
			for i := range list {
				if !other[name(&list[i])] && !yield(Change(change), &list[i]) {
					return
				}
			}
		}
	}
}
