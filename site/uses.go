package site

import (
	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/model"
)

// A reach is a way from a command or event to a type.
type reach struct {
	root model.Definition
	// steps is the capability path to the type without the name of the root:
	// one of the shortest.
	steps string
}

func (r reach) path() string { return r.root.Common().Name + "/" + r.steps }

// A mention is a place where a definition names a type.
type mention struct {
	by   model.Definition
	id   string // of the part of by; empty if that is by itself
	what string // the part for readers, such as "base" or "+nbd"
}

// uses are what uses each type, in schema order.
type uses struct {
	reached   map[model.Definition][]reach
	mentioned map[model.Definition][]mention
}

func findUses(s *model.Schema) *uses {
	u := &uses{map[model.Definition][]reach{}, map[model.Definition][]mention{}}
	for _, d := range s.Definitions {
		u.mentions(d)
		switch d := d.(type) {
		case *model.Command:
			if d.Arg != nil {
				u.follow(d, argStep, d.Arg)
			}
			if d.Ret != nil {
				u.follow(d, retStep, d.Ret)
			}
		case *model.Event:
			if d.Arg != nil {
				u.follow(d, argStep, d.Arg)
			}
		}
	}
	return u
}

// The steps of a capability path after a command or event.
const (
	argStep = "arg-type"
	retStep = "ret-type"
)

// follow finds the types that root leads to by the given step, the nearest
// first.
func (u *uses) follow(root model.Definition, step string, from model.Type) {
	type place struct {
		t    model.Type
		path string
	}
	seen := map[model.Type]bool{}
	var queue []place
	add := func(t model.Type, path string) {
		if t = model.Element(t); !seen[t] {
			seen[t] = true
			queue = append(queue, place{t, path})
		}
	}
	add(from, step)
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if !model.IsImplicit(at.t) {
			u.reached[at.t] = append(u.reached[at.t], reach{root, at.path})
		}
		if base := baseOf(at.t); base != nil {
			add(base, at.path)
		}
		for _, p := range partsOf(at.t) {
			if p.typ != nil {
				add(p.typ, joinSteps(at.path, p.step))
			}
		}
	}
}

// baseOf is the struct whose members a type has before its own, nil if it has none.
func baseOf(t model.Type) model.Type {
	switch t := t.(type) {
	case *model.Struct:
		if t.Base != nil {
			return t.Base
		}
	case *model.Union:
		return t.Base
	}
	return nil
}

// A part is a member, branch, value or alternative of a type, as capability
// paths see it: an alternative has no step.
type part struct {
	kind breaking.PartKind
	name string
	step string
	typ  model.Type // nil for a value

	member      *model.Member
	branch      *model.Branch
	value       *model.EnumValue
	alternative *model.Alternative
}

// partsOf are the parts of a type in the order of pages: members before
// branches.
func partsOf(t model.Type) []part {
	var parts []part
	switch t := t.(type) {
	case *model.Struct:
		parts = membersOf(t)
	case *model.Union:
		parts = membersOf(t)
		for _, br := range t.Branches {
			parts = append(parts, part{kind: breaking.BranchPart, name: br.Name, step: "+" + br.Name, typ: br.Type, branch: br})
		}
	case *model.Alternate:
		for _, alt := range t.Alternatives {
			parts = append(parts, part{kind: breaking.AlternativePart, name: alt.Name, typ: alt.Type, alternative: alt})
		}
	case *model.Enum:
		for _, v := range t.Values {
			parts = append(parts, part{kind: breaking.ValuePart, name: v.Name, step: "^" + v.Name, value: v})
		}
	}
	return parts
}

func membersOf(o model.Object) []part {
	fields := o.Fields()
	parts := make([]part, 0, len(fields))
	for _, m := range fields {
		parts = append(parts, part{kind: breaking.MemberPart, name: m.Name, step: m.Name, typ: m.Type, member: m})
	}
	return parts
}

// mentions notes the types that d names.
func (u *uses) mentions(d model.Definition) {
	switch d := d.(type) {
	case *model.Command:
		u.mentionData(d, d.Arg)
		if d.Ret != nil {
			u.mention(d.Ret, mention{d, retStep, "returns"})
		}
	case *model.Event:
		u.mentionData(d, d.Arg)
	case *model.Struct:
		u.mentionBase(d, d.Base)
		u.mentionMembers(d, "", d.Own)
	case *model.Union:
		if d.Base.Implicit() {
			u.mentionMembers(d, "", d.Base.Own)
		} else {
			u.mentionBase(d, d.Base)
		}
		for _, br := range d.Branches {
			step := "+" + br.Name
			if s, ok := br.Type.(*model.Struct); ok && s.Wrapper() {
				u.mentionMembers(d, step+"/", s.Own)
				continue
			}
			u.mention(br.Type, mention{d, step, step})
		}
	case *model.Alternate:
		for _, alt := range d.Alternatives {
			u.mention(alt.Type, mention{d, alternativeID(alt.Name), alt.Name})
		}
	}
}

func (u *uses) mentionData(d model.Definition, arg model.Object) {
	if s, ok := arg.(*model.Struct); ok && s.Implicit() {
		u.mentionMembers(d, argStep+"/", s.Own)
	} else if arg != nil {
		what := "arguments"
		if _, isEvent := d.(*model.Event); isEvent {
			what = "data"
		}
		u.mention(arg, mention{d, argStep, what})
	}
}

func (u *uses) mentionBase(d model.Definition, base *model.Struct) {
	if base != nil {
		u.mention(base, mention{d, "", "base"})
	}
}

func (u *uses) mentionMembers(d model.Definition, prefix string, members []*model.Member) {
	for _, m := range members {
		u.mention(m.Type, mention{d, prefix + m.Name, prefix + m.Name})
	}
}

func (u *uses) mention(t model.Type, m mention) {
	if t = model.Element(t); !model.IsImplicit(t) {
		u.mentioned[t] = append(u.mentioned[t], m)
	}
}

// joinSteps puts steps after a path; either may be empty.
func joinSteps(path, step string) string {
	if path == "" || step == "" {
		return path + step
	}
	return path + "/" + step
}
