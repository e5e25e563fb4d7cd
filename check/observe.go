package check

import (
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// An observation records whether a conditional part of the schema is present in
// the server's document. It is made only if the document has the definition
// that the part belongs to.
type observation struct {
	cond    *model.Cond
	present bool
	// at is the observation as a Difference: Gained if the part is present, Lost
	// if it is not.
	at introspect.Difference
	// aside is true if no command or event of the server leads to the entry.
	// Such an observation is no difference. It decides about a name only if
	// nothing else does.
	aside bool
}

// An observer collects observations.
type observer struct {
	catalogue *catalogue
	pairing   *introspect.Pairing
	server    *introspect.Index
	seen      []observation

	a, b introspect.Entry
}

func (o *observer) see(cond *model.Cond, present bool, part introspect.Part, name, feature string) {
	o.seeAt(cond, present, introspect.Difference{Part: part, A: o.a, B: o.b, Name: name, Feature: feature})
}

func (o *observer) seeAt(cond *model.Cond, present bool, at introspect.Difference) {
	if cond != nil {
		at.Change = introspect.Lost
		if present {
			at.Change = introspect.Gained
		}
		o.seen = append(o.seen, observation{cond, present, at, at.B != nil && !o.pairing.Used(at.B)})
	}
}

func (o *observer) observe(lost []introspect.Difference) {
	for _, d := range lost {
		if d.Part == introspect.PartEntry && d.Change == introspect.Lost {
			o.seeAt(o.catalogue.definition(d.A).Common().If, false, d)
		}
	}
	for a, b := range o.pairing.All() {
		o.a, o.b = a, b
		if d := o.catalogue.definition(a); d != nil {
			o.entry(d)
		}
	}
}

func (o *observer) entry(d model.Definition) {
	h := d.Common()
	if o.pairing.Used(o.b) { // the type of an unused one is uncertain
		o.see(h.If, true, introspect.PartEntry, "", "")
	}
	o.features(introspect.PartEntry, "", h.Features, o.b.Common().Features)
	switch b := o.b.(type) {
	case *introspect.Enum:
		o.enum(d.(*model.Enum), b)
	case *introspect.Object:
		o.object(d.(model.Object), b)
	case *introspect.Alternate:
		o.alternate(d.(*model.Alternate), b)
	}
}

func (o *observer) features(of introspect.Part, name string, schema []*model.Feature, server introspect.Features) {
	if o.pairing.SaysFeatures(o.a, of) {
		for _, f := range schema {
			o.see(f.If, server.Has(f.Name), introspect.PartFeature, name, f.Name)
		}
	}
}

func (o *observer) enum(d *model.Enum, b *introspect.Enum) {
	inB := byName(pointers(b.Members), func(v *introspect.EnumMember) string { return v.Name })
	for _, v := range d.Values {
		w := inB[v.Name]
		o.see(v.If, w != nil, introspect.PartValue, v.Name, "")
		if w != nil {
			o.features(introspect.PartValue, v.Name, v.Features, w.Features)
		}
	}
}

func (o *observer) object(d model.Object, b *introspect.Object) {
	inB := byName(pointers(b.Members), func(m *introspect.Member) string { return m.Name })
	for _, m := range d.Fields() {
		n := inB[m.Name]
		o.see(m.If, n != nil, introspect.PartMember, m.Name, "")
		if n != nil {
			o.features(introspect.PartMember, m.Name, m.Features, n.Features)
		}
	}
	if u, ok := d.(*model.Union); ok && b.Tag != "" {
		o.branches(u, b)
	}
}

// branches skips a branch that is absent together with its enum value, on the
// same condition: both are one observation.
func (o *observer) branches(u *model.Union, b *introspect.Object) {
	tag := o.server.Type(b.Member(b.Tag).Type).(*introspect.Enum)
	inTag := byName(pointers(tag.Members), func(v *introspect.EnumMember) string { return v.Name })
	inB := byName(pointers(b.Variants), func(v *introspect.Variant) string { return v.Case })
	for _, br := range u.Branches {
		present := inB[br.Name] != nil
		v := o.catalogue.value(u.Tag.Type, br.Name)
		if !present && inTag[br.Name] == nil && v != nil && v.If.String() == br.If.String() {
			continue
		}
		o.see(br.If, present, introspect.PartBranch, br.Name, "")
	}
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

func (o *observer) alternate(d *model.Alternate, b *introspect.Alternate) {
	kinds := map[introspect.JSONType]bool{}
	for _, t := range b.Types {
		kinds[introspect.KindOf(o.server.Type(t))] = true
	}
	for _, alt := range d.Alternatives {
		if alt.If == nil {
			continue
		}
		o.see(alt.If, kinds[kindOf(alt.Type)], introspect.PartAlternative, alt.Name, "")
	}
}
