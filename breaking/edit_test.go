package breaking_test

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// edit changes s at random places. What comes of it may be no schema.
func (s *schemaText) edit(r *rand.Rand) {
	edits := []func(){
		func() { s.editMembers(r) }, func() { s.editMembers(r) }, func() { s.editMembers(r) },
		func() { pick(r, s.enums).edit(r) },
		func() { s.editUnion(r) },
		func() { pick(r, s.choices).types = randomChoices(r) },
		func() { s.editCommand(r) },
		func() { s.rename(r) },
		func() { s.moveMember(r) },
		func() { s.widenToAlternate(r) },
	}
	edits[r.IntN(len(edits))]()
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// memberLists are the places that have members.
func (s *schemaText) memberLists() (lists []*[]partText) {
	for _, o := range s.objects {
		lists = append(lists, &o.members)
	}
	for _, c := range s.commands {
		lists = append(lists, &c.members)
	}
	return lists
}

func (s *schemaText) editMembers(r *rand.Rand) {
	list := pick(r, s.memberLists())
	at := r.IntN(len(*list) + 1)
	if at == len(*list) {
		*list = append(*list, someParts(r, memberNames, 1, s)...)
		return
	}
	m := &(*list)[at]
	switch r.IntN(5) {
	case 0:
		*list = slices.Delete(*list, at, at+1)
	case 1:
		m.typ = randomType(r)
	case 2:
		m.feature = []string{"", "deprecated", "unstable", "f"}[r.IntN(4)]
	default:
		m.optional = !m.optional
	}
}

func (e *enumText) edit(r *rand.Rand) {
	if at := r.IntN(len(e.values) + 1); at < len(e.values) {
		e.values = slices.Delete(e.values, at, at+1)
	} else {
		e.values = append(e.values, someParts(r, valueNames, 1, nil)...)
	}
}

func (s *schemaText) unions() (list []*objectText) {
	for _, o := range s.objects {
		if o.tag != "" {
			list = append(list, o)
		}
	}
	return list
}

func (s *schemaText) editUnion(r *rand.Rand) {
	u := pick(r, s.unions())
	switch at := r.IntN(len(u.branches) + 1); {
	case at == len(u.branches):
		u.branches = append(u.branches, partText{name: pick(r, valueNames), typ: pick(r, structNames)})
	case r.IntN(3) == 0:
		u.branches = slices.Delete(u.branches, at, at+1)
	default:
		u.branches[at].typ = pick(r, structNames)
	}
}

func (s *schemaText) editCommand(r *rand.Rand) {
	c := pick(r, s.commands)
	switch r.IntN(4) {
	case 0:
		s.commands = slices.DeleteFunc(s.commands, func(d *commandText) bool { return d == c })
	case 1:
		c.returns = randomType(r)
	case 2:
		c.boxed = pick(r, []string{"", "Obj0", "Obj1", "Uni0", "Base"})
	default:
		// Name the arguments' type, which the protocol does not see.
		if c.boxed == "" && len(c.members) > 0 {
			c.boxed = "ArgsOf" + strings.NewReplacer("command-", "C", "EVENT_", "E").Replace(c.name)
			s.objects = append(s.objects, &objectText{name: c.boxed, members: c.members})
		}
	}
}

// rename gives a struct another name everywhere.
func (s *schemaText) rename(r *rand.Rand) {
	from, to := pick(r, structNames), "Renamed"
	swap := func(name *string) {
		switch *name {
		case from:
			*name = to
		case "[" + from + "]":
			*name = "[" + to + "]"
		}
	}
	for _, o := range s.objects {
		swap(&o.name)
		for i := range o.branches {
			swap(&o.branches[i].typ)
		}
	}
	for _, list := range s.memberLists() {
		for i := range *list {
			swap(&(*list)[i].typ)
		}
	}
	for _, a := range s.choices {
		for i := range a.types {
			swap(&a.types[i].typ)
		}
	}
	for _, c := range s.commands {
		swap(&c.boxed)
		swap(&c.returns)
	}
}

// moveMember moves a member between a union and the branches, or from a struct
// to a base.
func (s *schemaText) moveMember(r *rand.Rand) {
	u := pick(r, s.unions())
	if len(u.branches) == 0 {
		return
	}
	branch := s.object(pick(r, u.branches).typ)
	if branch == nil {
		return
	}
	from, to := branch, u
	if r.IntN(2) == 0 {
		from, to = u, branch
	}
	if len(from.members) == 0 {
		return
	}
	at := r.IntN(len(from.members))
	m := from.members[at]
	if m.name == u.tag {
		return
	}
	from.members = slices.Delete(from.members, at, at+1)
	if r.IntN(2) == 0 {
		m.optional = true
	}
	to.members = append(to.members, m)
	if from == u && r.IntN(2) == 0 {
		for _, b := range u.branches {
			if o := s.object(b.typ); o != nil && o != branch {
				o.members = append(o.members, m)
			}
		}
	}
}

func (s *schemaText) object(name string) *objectText {
	for _, o := range s.objects {
		if o.name == name {
			return o
		}
	}
	return nil
}

// widenToAlternate gives a member an alternate that has its type.
func (s *schemaText) widenToAlternate(r *rand.Rand) {
	list := *pick(r, s.memberLists())
	if len(list) == 0 {
		return
	}
	m := &list[r.IntN(len(list))]
	for _, a := range s.choices {
		for _, t := range a.types {
			if t.typ == m.typ {
				m.typ = a.name
				return
			}
		}
	}
}
