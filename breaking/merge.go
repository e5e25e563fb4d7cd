package breaking

import (
	"cmp"
	"slices"
	"strings"
)

// merged are the findings of one change.
type merged struct {
	first    *finding
	findings []*finding
}

// A declaration is what a finding says of a part by where the part is declared.
// Several types have a part of one declaration by way of a base.
type declaration struct {
	rule   *Rule
	slot   slot
	change string
	place  any // in NEW, or in OLD for what is gone
}

func (f *finding) declaration() declaration {
	at := f.new
	if at == nil {
		at = f.old
	}
	d := declaration{f.rule, f.slot, f.change(), at}
	if at.pos.IsValid() && f.slot.kind != "" {
		d.place = at.pos
	}
	return d
}

// representative is the finding that gives the change its words and place. Of
// findings about different types it is one about what these have in common: the
// branches of one union, or the struct that declares the part.
func (c *comparer) representative(m *merged) *finding {
	subjects, labels := map[string]bool{}, []*branchLabel{}
	for _, f := range m.findings {
		if s := f.subject(); !subjects[s] {
			subjects[s] = true
			if f.pair != nil && f.base == nil {
				labels = append(labels, cmp.Or(f.pair.old.label, f.pair.new.label))
			}
		}
	}
	if len(subjects) == 1 {
		return m.first
	}
	out := *m.first
	if text := joinBranches(labels); text != "" && len(labels) == len(subjects) {
		out.subjectText = text
		return &out
	}
	switch now, old := c.new.types[out.from], c.old.types[out.from]; {
	case now != nil:
		out.base = now
	case old != nil:
		out.subjectText = old.word + " '" + old.name + "'"
	}
	return &out
}

// joinBranches makes "branches 'a', 'b' of union 'U'" of the labels of branches.
// It is empty if they are not of one union.
func joinBranches(labels []*branchLabel) string {
	var names []string
	for _, l := range labels {
		if l == nil || l.union != labels[0].union {
			return ""
		}
		names = append(names, "'"+l.branch.name+"'")
	}
	if len(names) == 0 {
		return ""
	}
	return "branches " + strings.Join(names, ", ") + " of " + labels[0].union.subject(both).name
}

// uses lists the commands and events that lead to a change.
func (ch *Change) uses(m *merged) {
	var roots []*root
	seen := map[*root]bool{}
	add := func(list ...*root) {
		for _, r := range list {
			if !seen[r] {
				seen[r] = true
				roots = append(roots, r)
			}
		}
	}
	for _, f := range m.findings {
		switch {
		case f.pair != nil:
			add(f.pair.rootsOf()...)
		case f.link != nil:
			add(f.link.root)
		}
	}
	slices.SortStableFunc(roots, func(a, b *root) int { return cmp.Compare(a.new.order, b.new.order) })
	type use struct {
		dir  direction
		text string
	}
	said := map[use]bool{}
	for _, r := range roots {
		to := &ch.SentWith
		if r.dir == received {
			to = &ch.ReceivedFrom
		}
		if u := (use{r.dir, r.word + " '" + r.name + "'"}); !said[u] {
			said[u] = true
			*to = append(*to, u.text)
		}
	}
}
