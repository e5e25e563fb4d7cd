package model

import "github.com/qapi-go/qapi-gen/diag"

// Configure returns the schema without the definitions, members, branches,
// alternatives, values and features whose conditions do not hold. defined
// reports whether a condition name is defined. Other parts keep their
// conditions as documentation.
//
// If a remaining part needs a type or a discriminator's value that is removed,
// Configure reports an error and returns no Schema. It does not modify s.
func (s *Schema) Configure(defined func(name string) bool) (*Schema, diag.List) {
	c := &configurer{
		defined: defined,
		out:     &Schema{Tree: s.Tree, names: map[string]Definition{}},
		modules: map[*Module]*Module{},
		types:   map[Type]Type{},
		members: map[*Member]*Member{},
		done:    map[Definition]bool{},
	}
	c.copyModules(s)
	c.copyDefinitions(s)
	for _, d := range c.out.Definitions {
		c.configure(d)
	}
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	return c.out, c.diags
}

// A configurer is the state of one Configure. It copies the definitions that
// remain, and then replaces the copies' references to types and members of the
// whole schema by those of the configured one.
type configurer struct {
	defined func(string) bool
	out     *Schema
	diags   diag.List

	// These map from the whole schema to the configured one.
	modules map[*Module]*Module
	types   map[Type]Type
	members map[*Member]*Member
	done    map[Definition]bool
}

// A configurable is a definition that may have conditions.
type configurable interface {
	Definition
	// clone returns a shallow copy.
	clone() configurable
	// configure turns such a copy, which still refers to the whole schema, into
	// a definition of the configured one.
	configure(c *configurer)
}

func (c *configurer) copyModules(s *Schema) {
	for _, m := range s.Modules {
		c.modules[m] = &Module{Name: m.Name, File: m.File}
		c.out.Modules = append(c.out.Modules, c.modules[m])
	}
	for _, m := range s.Modules {
		for _, included := range m.Includes {
			c.modules[m].Includes = append(c.modules[m].Includes, c.modules[included])
		}
	}
}

// copyDefinitions copies the definitions whose conditions hold.
func (c *configurer) copyDefinitions(s *Schema) {
	for name, d := range s.names {
		if d.Common().Module == nil {
			c.out.names[name] = d
		}
	}
	for _, d := range s.Definitions {
		if !d.Common().If.Holds(c.defined) {
			continue
		}
		d := c.copyDefinition(d.(configurable))
		h := d.Common()
		c.out.names[h.Name] = d
		c.out.Definitions = append(c.out.Definitions, d)
		h.Module.Definitions = append(h.Module.Definitions, d)
	}
}

func (c *configurer) copyDefinition(d configurable) Definition {
	dup := d.clone()
	h := dup.Common()
	h.Module = c.modules[h.Module]
	if t, ok := d.(Type); ok {
		c.types[t] = dup.(Type)
	}
	return dup
}

// configure completes a copy, once.
func (c *configurer) configure(d Definition) {
	if !c.done[d] {
		c.done[d] = true
		h := d.Common()
		h.Features = kept(c, h.Features, featureCond)
		d.(configurable).configure(c)
	}
}

// kept returns the parts whose conditions hold.
func kept[T any](c *configurer, parts []T, cond func(T) *Cond) []T {
	var out []T
	for _, p := range parts {
		if cond(p).Holds(c.defined) {
			out = append(out, p)
		}
	}
	return out
}

// typeFor returns the configured form of the type t, which the definition h refers to
// by ref. If the condition of t is false, it reports an error and returns nil; what
// names the part of h that needs the type.
func (c *configurer) typeFor(h *Header, ref *typeRef, t Type, what string) Type {
	if t == nil || t.Common().Module == nil {
		return t
	}
	if dup, ok := c.types[t]; ok {
		return dup
	}
	cond := t.Common().If
	switch t := t.(type) {
	case *Array:
		elem := c.typeFor(h, ref, t.Elem, what)
		if elem == nil {
			return nil
		}
		dup := *t
		dup.Elem, dup.Module = elem, elem.Common().Module
		c.types[t] = &dup
		return &dup
	case configurable:
		if IsImplicit(t) && cond.Holds(c.defined) {
			dup := c.copyDefinition(t)
			c.configure(dup)
			return dup.(Type)
		}
	}
	c.diags.Errorf(ref.pos, ref.end, "%s needs %s, which is left out because %s", what, describe(t), cond.failure()).
		Within("%s", h.in).
		Note(t.Common().Pos, "%s is here", describe(t))
	return nil
}

// objectFor is typeFor for an Object.
func (c *configurer) objectFor(h *Header, ref *typeRef, o Object, what string) Object {
	if o == nil {
		return nil
	}
	dup, _ := c.typeFor(h, ref, o, what).(Object)
	return dup
}

// structFor is typeFor for a base. The copy is complete.
func (c *configurer) structFor(h *Header, ref *typeRef, s *Struct, what string) *Struct {
	if s == nil {
		return nil
	}
	dup, _ := c.typeFor(h, ref, s, what).(*Struct)
	if dup != nil && dup.Module != nil {
		c.configure(dup)
	}
	return dup
}

// failure explains why c does not hold.
func (c *Cond) failure() string {
	switch {
	case c.Op == CondName:
		return c.Name + " is not defined"
	case c.Op == CondNot && c.Operands[0].Op == CondName:
		return c.Operands[0].Name + " is defined"
	default:
		return "its condition does not hold: " + c.String()
	}
}
