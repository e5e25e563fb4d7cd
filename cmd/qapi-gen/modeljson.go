package main

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
)

// The JSON form of a checked schema. Absent keys are those that mean nothing
// for the kind of definition.
type (
	schemaJSON struct {
		Modules     []moduleJSON     `json:"modules"`
		Definitions []definitionJSON `json:"definitions"`
	}
	moduleJSON struct {
		Name     string   `json:"name"`
		Includes []string `json:"includes"`
	}
	definitionJSON struct {
		Kind     string        `json:"kind"`
		Name     string        `json:"name"`
		Module   string        `json:"module"`
		Pos      posJSON       `json:"pos"`
		If       any           `json:"if,omitempty"`
		Features []featureJSON `json:"features,omitempty"`

		Prefix        string       `json:"prefix,omitempty"`        // enum
		Values        *[]valueJSON `json:"values,omitempty"`        // enum
		Base          any          `json:"base,omitempty"`          // struct, union
		Discriminator string       `json:"discriminator,omitempty"` // union
		// Members are a struct's own, without its base's.
		Members      *[]memberJSON `json:"members,omitempty"`
		Branches     *[]branchJSON `json:"branches,omitempty"`     // union
		Alternatives *[]branchJSON `json:"alternatives,omitempty"` // alternate
		Data         any           `json:"data,omitempty"`         // command, event
		Boxed        *bool         `json:"boxed,omitempty"`        // command, event
		*commandJSON
	}
	commandJSON struct {
		Returns         any  `json:"returns,omitempty"`
		Gen             bool `json:"gen"`
		SuccessResponse bool `json:"success-response"`
		AllowOOB        bool `json:"allow-oob"`
		AllowPreconfig  bool `json:"allow-preconfig"`
		Coroutine       bool `json:"coroutine"`
	}
	valueJSON struct {
		Name     string        `json:"name"`
		Pos      posJSON       `json:"pos"`
		If       any           `json:"if,omitempty"`
		Features []featureJSON `json:"features,omitempty"`
	}
	memberJSON struct {
		Name     string        `json:"name"`
		Type     any           `json:"type"`
		Optional bool          `json:"optional"`
		Pos      posJSON       `json:"pos"`
		If       any           `json:"if,omitempty"`
		Features []featureJSON `json:"features,omitempty"`
	}
	branchJSON struct {
		Name string  `json:"name"`
		Type any     `json:"type"`
		Pos  posJSON `json:"pos"`
		If   any     `json:"if,omitempty"`
	}
	featureJSON struct {
		Name string `json:"name"`
		If   any    `json:"if,omitempty"`
	}
	posJSON struct {
		Path   string `json:"path"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
)

// describer makes the JSON form of what has no false condition.
type describer struct {
	defined func(name string) bool // nil: every condition holds
}

func describeSchema(s *model.Schema, defined func(name string) bool) schemaJSON {
	d := describer{defined}
	out := schemaJSON{Modules: []moduleJSON{}, Definitions: []definitionJSON{}}
	for _, m := range s.Modules {
		includes := []string{}
		for _, i := range m.Includes {
			includes = append(includes, i.Name)
		}
		out.Modules = append(out.Modules, moduleJSON{Name: m.Name, Includes: includes})
	}
	for _, def := range s.Definitions {
		if d.holds(def.Common().If) {
			out.Definitions = append(out.Definitions, d.definition(def))
		}
	}
	return out
}

func (d describer) holds(c *model.Cond) bool { return d.defined == nil || c.Holds(d.defined) }

func (d describer) definition(def model.Definition) definitionJSON {
	h := def.Common()
	out := definitionJSON{
		Name: h.Name, Module: h.Module.Name, Pos: pos(h.Pos),
		If: condition(h.If), Features: d.features(h.Features),
	}
	switch def := def.(type) {
	case *model.Enum:
		out.Kind, out.Prefix = "enum", def.Prefix
		out.Values = d.values(def.Values)
	case *model.Struct:
		out.Kind, out.Members = "struct", d.members(def.Own)
		if def.Base != nil {
			out.Base = def.Base.Name
		}
	case *model.Union:
		out.Kind, out.Base = "union", d.object(def.Base)
		out.Discriminator, out.Branches = def.Tag.Name, d.branches(def.Branches)
	case *model.Alternate:
		out.Kind, out.Alternatives = "alternate", d.alternatives(def.Alternatives)
	case *model.Command:
		out.Kind, out.Data, out.Boxed = "command", d.object(def.Arg), &def.Boxed
		out.commandJSON = command(def)
	case *model.Event:
		out.Kind, out.Data, out.Boxed = "event", d.object(def.Arg), &def.Boxed
	}
	return out
}

func command(c *model.Command) *commandJSON {
	out := &commandJSON{
		Gen: c.Gen, SuccessResponse: c.SuccessResponse, AllowOOB: c.AllowOOB,
		AllowPreconfig: c.AllowPreconfig, Coroutine: c.Coroutine,
	}
	if c.Ret != nil {
		out.Returns = typeRef(c.Ret)
	}
	return out
}

// object is the name of a type, or the members of one declared in passing;
// nil where there is none.
func (d describer) object(o model.Object) any {
	if s, ok := o.(*model.Struct); ok && s.Implicit() {
		return d.members(s.Own)
	}
	if o == nil {
		return nil
	}
	return typeRef(o)
}

func (d describer) members(members []*model.Member) *[]memberJSON {
	out := []memberJSON{}
	for _, m := range members {
		if d.holds(m.If) {
			out = append(out, memberJSON{
				Name: m.Name, Type: typeRef(m.Type), Optional: m.Optional, Pos: pos(m.Pos),
				If: condition(m.If), Features: d.features(m.Features),
			})
		}
	}
	return &out
}

func (d describer) values(values []*model.EnumValue) *[]valueJSON {
	out := []valueJSON{}
	for _, v := range values {
		if d.holds(v.If) {
			out = append(out, valueJSON{
				Name: v.Name, Pos: pos(v.Pos), If: condition(v.If), Features: d.features(v.Features),
			})
		}
	}
	return &out
}

func (d describer) branches(branches []*model.Branch) *[]branchJSON {
	out := []branchJSON{}
	for _, b := range branches {
		if !b.Implicit && d.holds(b.If) {
			out = append(out, branchJSON{Name: b.Name, Type: typeRef(b.Type), Pos: pos(b.Pos), If: condition(b.If)})
		}
	}
	return &out
}

func (d describer) alternatives(alternatives []*model.Alternative) *[]branchJSON {
	out := []branchJSON{}
	for _, a := range alternatives {
		if d.holds(a.If) {
			out = append(out, branchJSON{Name: a.Name, Type: typeRef(a.Type), Pos: pos(a.Pos), If: condition(a.If)})
		}
	}
	return &out
}

func (d describer) features(features []*model.Feature) []featureJSON {
	var out []featureJSON
	for _, f := range features {
		if d.holds(f.If) {
			out = append(out, featureJSON{Name: f.Name, If: condition(f.If)})
		}
	}
	return out
}

// typeRef is a reference to a type as schemas write it ("TYPE-REF").
func typeRef(t model.Type) any {
	if array, ok := t.(*model.Array); ok {
		return []any{typeRef(array.Elem)}
	}
	return t.Common().Name
}

// condition is an "if" as schemas write it; nil where there is none.
func condition(c *model.Cond) any {
	if c == nil {
		return nil
	}
	operands := make([]any, len(c.Operands))
	for i, o := range c.Operands {
		operands[i] = condition(o)
	}
	switch c.Op {
	case model.CondNot:
		return map[string]any{"not": operands[0]}
	case model.CondAll:
		return map[string]any{"all": operands}
	case model.CondAny:
		return map[string]any{"any": operands}
	default:
		return c.Name
	}
}

func pos(p diag.Pos) posJSON { return posJSON{Path: p.File(), Line: p.Line(), Column: p.Col()} }
