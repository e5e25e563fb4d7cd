package model

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/diag"
)

// MarshalJSON encodes the schema for other programs. It is an object with these
// members:
//
//   - edition: the QEMU release whose rules were applied
//   - modules: name and file of each, and the names of the modules it includes
//   - definitions: in schema order, with kind, name and module, the file, line
//     and column of the name, condition, features, and the members that depend
//     on the kind; all parts of a definition are in its file
//
// A type has the form of the schema language, "T" or ["T"]. An implicit struct is the
// array of its members. A condition is a name, or an object with all, any or not.
// Members that do not apply are left out, also the place of a union's implicit
// branches. Flags of commands and events are always present.
func (s *Schema) MarshalJSON() ([]byte, error) {
	doc := schemaJSON{Edition: s.Tree.Edition.String(), Modules: []moduleJSON{}, Definitions: []*definitionJSON{}}
	for _, m := range s.Modules {
		mod := moduleJSON{Name: m.Name, File: m.File.Source.Path}
		for _, included := range m.Includes {
			mod.Includes = append(mod.Includes, included.Name)
		}
		doc.Modules = append(doc.Modules, mod)
	}
	for _, d := range s.Definitions {
		h := d.Common()
		out := &definitionJSON{
			Name: h.Name, Module: h.Module.Name, File: h.Pos.File(), placeJSON: placeOf(h.Pos),
			If: h.If, Features: featuresJSON(h.Features),
		}
		d.(jsonWriter).writeJSON(out)
		doc.Definitions = append(doc.Definitions, out)
	}
	return json.Marshal(doc)
}

// A jsonWriter sets the members of out that depend on the kind of definition.
type jsonWriter interface {
	writeJSON(out *definitionJSON)
}

type schemaJSON struct {
	Edition     string            `json:"edition"`
	Modules     []moduleJSON      `json:"modules"`
	Definitions []*definitionJSON `json:"definitions"`
}

type moduleJSON struct {
	Name     string   `json:"name"`
	File     string   `json:"file"`
	Includes []string `json:"includes,omitempty"`
}

// placeJSON is a place in the module's file.
type placeJSON struct {
	Line int `json:"line,omitempty"`
	Col  int `json:"column,omitempty"`
}

func placeOf(p diag.Pos) placeJSON { return placeJSON{p.Line(), p.Col()} }

// definitionJSON is a definition of any kind. Members that its kind does not have are
// nil or zero.
type definitionJSON struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Module string `json:"module"`
	File   string `json:"file"`
	placeJSON
	If       *Cond      `json:"if,omitempty"`
	Features []partJSON `json:"features,omitempty"`

	Prefix        string     `json:"prefix,omitempty"`
	Values        []partJSON `json:"values,omitzero"`
	Base          any        `json:"base,omitempty"`
	Discriminator string     `json:"discriminator,omitempty"`
	Members       []partJSON `json:"members,omitzero"`
	Simple        bool       `json:"simple,omitempty"`
	Branches      []partJSON `json:"branches,omitempty"`
	Alternatives  []partJSON `json:"alternatives,omitempty"`
	Data          any        `json:"data,omitempty"`
	Returns       any        `json:"returns,omitempty"`

	Boxed           *bool `json:"boxed,omitempty"`
	Gen             *bool `json:"gen,omitempty"`
	SuccessResponse *bool `json:"success-response,omitempty"`
	AllowOOB        *bool `json:"allow-oob,omitempty"`
	AllowPreconfig  *bool `json:"allow-preconfig,omitempty"`
	Coroutine       *bool `json:"coroutine,omitempty"`
}

// partJSON is a value, member, branch, alternative or feature.
type partJSON struct {
	Name string `json:"name"`
	placeJSON
	Type     any        `json:"type,omitempty"`
	Optional bool       `json:"optional,omitempty"`
	Implicit bool       `json:"implicit,omitempty"`
	If       *Cond      `json:"if,omitempty"`
	Features []partJSON `json:"features,omitempty"`
}

// MarshalJSON encodes the condition in the form of the schema language.
func (c *Cond) MarshalJSON() ([]byte, error) {
	switch c.Op {
	case CondNot:
		return json.Marshal(map[string]*Cond{"not": c.Operands[0]})
	case CondAll:
		return json.Marshal(map[string][]*Cond{"all": c.Operands})
	case CondAny:
		return json.Marshal(map[string][]*Cond{"any": c.Operands})
	default:
		return json.Marshal(c.Name)
	}
}

func featuresJSON(features []*Feature) []partJSON {
	var list []partJSON
	for _, f := range features {
		list = append(list, partJSON{Name: f.Name, placeJSON: placeOf(f.Pos), If: f.If})
	}
	return list
}

func membersJSON(members []*Member) []partJSON {
	list := []partJSON{}
	for _, m := range members {
		list = append(list, partJSON{
			Name: m.Name, placeJSON: placeOf(m.Pos),
			Type: typeJSON(m.Type), Optional: m.Optional, If: m.If, Features: featuresJSON(m.Features),
		})
	}
	return list
}

// typeJSON returns t in the form of the schema language, or nil if t is nil.
func typeJSON(t Type) any {
	switch t := t.(type) {
	case nil:
		return nil
	case *Array:
		return []any{typeJSON(t.Elem)}
	case *Struct:
		if t.Implicit() && t.Role != roleEmpty {
			return membersJSON(t.Own)
		}
		return t.Name
	default:
		return t.Common().Name
	}
}

func (e *Enum) writeJSON(out *definitionJSON) {
	out.Kind, out.Prefix, out.Values = "enum", e.Prefix, []partJSON{}
	for _, v := range e.Values {
		out.Values = append(out.Values, partJSON{
			Name: v.Name, placeJSON: placeOf(v.Pos), If: v.If, Features: featuresJSON(v.Features),
		})
	}
}

func (s *Struct) writeJSON(out *definitionJSON) {
	out.Kind, out.Members = "struct", membersJSON(s.Own)
	if s.Base != nil {
		out.Base = typeJSON(s.Base)
	}
}

func (u *Union) writeJSON(out *definitionJSON) {
	out.Kind, out.Base, out.Discriminator, out.Simple = "union", typeJSON(u.Base), u.Tag.Name, u.Simple
	for _, br := range u.Branches {
		p := partJSON{Name: br.Name, If: br.If, Implicit: br.Implicit}
		if !br.Implicit { // an implicit branch has its place in the enum
			p.placeJSON, p.Type = placeOf(br.Pos), typeJSON(br.Type)
		}
		out.Branches = append(out.Branches, p)
	}
}

func (a *Alternate) writeJSON(out *definitionJSON) {
	out.Kind = "alternate"
	for _, alt := range a.Alternatives {
		out.Alternatives = append(out.Alternatives, partJSON{
			Name: alt.Name, placeJSON: placeOf(alt.Pos), Type: typeJSON(alt.Type), If: alt.If,
		})
	}
}

func (c *Command) writeJSON(out *definitionJSON) {
	out.Kind, out.Data, out.Returns = "command", typeJSON(c.Arg), typeJSON(c.Ret)
	out.Boxed, out.Gen, out.SuccessResponse = &c.Boxed, &c.Gen, &c.SuccessResponse
	out.AllowOOB, out.AllowPreconfig, out.Coroutine = &c.AllowOOB, &c.AllowPreconfig, &c.Coroutine
}

func (e *Event) writeJSON(out *definitionJSON) {
	out.Kind, out.Data, out.Boxed = "event", typeJSON(e.Arg), &e.Boxed
}
