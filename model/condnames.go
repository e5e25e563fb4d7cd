package model

import (
	"maps"
	"slices"
)

// ConditionNames returns the names in the schema's conditions, sorted.
func (s *Schema) ConditionNames() []string {
	names := map[string]bool{}
	for _, d := range s.Definitions {
		eachCond(d, func(c *Cond) { c.addNames(names) })
	}
	return slices.Sorted(maps.Keys(names))
}

func (c *Cond) addNames(names map[string]bool) {
	if c == nil {
		return
	}
	if c.Op == CondName {
		names[c.Name] = true
	}
	for _, o := range c.Operands {
		o.addNames(names)
	}
}

// eachCond calls visit with the condition of d and of each of its parts. It
// skips the conditions of implicit branches, which are those of enum values.
func eachCond(d Definition, visit func(*Cond)) {
	features := func(list []*Feature) {
		for _, f := range list {
			visit(f.If)
		}
	}
	members := func(o Object) {
		s, ok := o.(*Struct)
		if !ok {
			return
		}
		for _, m := range s.Own {
			visit(m.If)
			features(m.Features)
		}
	}
	visit(d.Common().If)
	features(d.Common().Features)
	switch d := d.(type) {
	case *Enum:
		for _, v := range d.Values {
			visit(v.If)
			features(v.Features)
		}
	case *Struct:
		members(d)
	case *Union:
		members(d.Base)
		for _, br := range d.Branches {
			visit(br.If)
		}
	case *Alternate:
		for _, a := range d.Alternatives {
			visit(a.If)
		}
	case *Command:
		members(d.Arg)
	case *Event:
		members(d.Arg)
	}
}
