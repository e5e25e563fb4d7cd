package check

import (
	"cmp"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A reporter turns differences into diagnostics.
type reporter struct {
	catalogue *catalogue
	pairing   *introspect.Pairing
	server    *introspect.Index
	found     []finding
}

// A finding is a difference that conditions do not explain.
type finding struct {
	introspect.Difference
	// unless is the condition that would explain it, or nil.
	unless *model.Cond
	// subject is the definition that the finding is about.
	subject model.Definition
}

// report collects the differences that the conditions do not explain, and the
// parts that are present although their condition is false.
func (r *reporter) report(differences []introspect.Difference, seen []observation, defined func(string) bool) {
	for _, d := range differences {
		f := finding{Difference: d}
		if d.A != nil {
			f.subject = r.catalogue.definition(d.A)
		}
		if d.Change == introspect.Lost {
			if f.unless = r.condition(&f); f.unless != nil && !f.unless.Holds(defined) {
				continue
			}
		}
		r.found = append(r.found, f)
	}
	for _, o := range seen {
		if o.present && !o.aside && !o.cond.Holds(defined) {
			r.found = append(r.found, finding{Difference: o.at, unless: o.cond, subject: r.catalogue.definition(o.at.A)})
		}
	}
	r.mergeInherited()
}

// condition returns the condition of what the server lacks, or nil.
func (r *reporter) condition(f *finding) *model.Cond {
	switch f.Part {
	case introspect.PartEntry:
		return f.subject.Common().If
	case introspect.PartFeature:
		if ft := feature(r.featuresOf(f), f.Feature); ft != nil {
			return ft.If
		}
	case introspect.PartMember:
		if m := r.catalogue.member(f.subject, f.Name); m != nil {
			return m.If
		}
	case introspect.PartValue:
		if v := r.catalogue.value(f.subject, f.Name); v != nil {
			return v.If
		}
	case introspect.PartBranch:
		if b := r.catalogue.branch(f.subject, f.Name); b != nil {
			return b.If
		}
	case introspect.PartAlternative:
		if a := alternative(f.subject, f.TypeA); a != nil {
			return a.If
		}
	default: // other parts have no condition
	}
	return nil
}

// featuresOf returns the features of the part that a finding about a feature
// names.
func (r *reporter) featuresOf(f *finding) []*model.Feature {
	switch {
	case f.Name == "" && f.subject != nil:
		return f.subject.Common().Features
	case r.catalogue.member(f.subject, f.Name) != nil:
		return r.catalogue.member(f.subject, f.Name).Features
	case r.catalogue.value(f.subject, f.Name) != nil:
		return r.catalogue.value(f.subject, f.Name).Features
	default:
		return nil
	}
}

// A trait is a finding about a member, without the type in which it was found.
type trait struct {
	member  *model.Member
	part    introspect.Part
	change  introspect.Change
	feature string
	typeB   introspect.Type
}

// trait returns a trait without member if the finding is about something else.
func (r *reporter) trait(f *finding) trait {
	return trait{r.catalogue.member(f.subject, f.Name), f.Part, f.Change, f.Feature, f.TypeB}
}

// mergeInherited merges a finding that all types with an inherited member have
// into one finding about the base.
func (r *reporter) mergeInherited() {
	count := map[trait]int{}
	for i := range r.found {
		count[r.trait(&r.found[i])]++
	}
	heirs := r.heirs()
	said := map[trait]bool{}
	r.found = slices.DeleteFunc(r.found, func(f finding) bool {
		t := r.trait(&f)
		again := t.member != nil && said[t] && count[t] == heirs[t.member]
		said[t] = true
		return again
	})
	for i := range r.found {
		f := &r.found[i]
		if t := r.trait(f); t.member != nil && count[t] > 1 && count[t] == heirs[t.member] {
			f.subject = t.member.DefinedIn
		}
	}
}

// heirs counts for each member the compared types that have it.
func (r *reporter) heirs() map[*model.Member]int {
	count := map[*model.Member]int{}
	for a, b := range r.pairing.All() {
		if o, ok := r.catalogue.definition(a).(model.Object); ok && r.pairing.Used(b) {
			for _, m := range o.Fields() {
				count[m]++
			}
		}
	}
	return count
}

// diags returns the findings as diagnostics in schema order.
func (r *reporter) diags() (list diag.List) {
	order := map[string]int{}
	for i, m := range r.catalogue.schema.Modules {
		order[m.File.Source.Path] = i
	}
	for i := range r.found {
		f := &r.found[i]
		pos, end := r.place(f)
		d := list.Errorf(pos, end, "%s", r.message(f))
		if f.unless != nil && f.Change == introspect.Lost {
			d.Note(diag.Pos{}, "its condition holds: %s", f.unless)
		}
	}
	slices.SortStableFunc(list, func(a, b diag.Diagnostic) int {
		switch {
		case a.Pos.IsValid() && b.Pos.IsValid():
			return cmp.Or(cmp.Compare(order[a.Pos.File()], order[b.Pos.File()]), cmp.Compare(a.Pos.Offset(), b.Pos.Offset()))
		case a.Pos.IsValid():
			return -1
		case b.Pos.IsValid():
			return 1
		default:
			return cmp.Compare(a.Message, b.Message)
		}
	})
	return list
}
