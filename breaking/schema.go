package breaking

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/model"
)

// Schema makes a Side of a schema. Its conditions count as changes where they
// differ.
func Schema(s *model.Schema) *Side {
	side := Configured(s)
	side.conditional = true
	return side
}

// Configured makes a Side of a schema whose conditions are decided
// ([model.Schema.Configure]).
func Configured(s *model.Schema) *Side {
	r := &schemaReader{
		side:   &Side{schema: s, types: map[string]*typ{}, xUnstable: !edition.UnstableFeature.In(s.Tree.Edition)},
		seen:   map[model.Type]*typ{},
		orders: make(map[string]int, len(s.Definitions)),
	}
	for i, d := range s.Definitions {
		r.orders[d.Common().Name] = i + 1
	}
	for i, d := range s.Definitions {
		r.order = i + 1
		switch d := d.(type) {
		case *model.Command:
			r.side.commands = append(r.side.commands, r.command(d))
		case *model.Event:
			r.side.events = append(r.side.events, &event{part: r.definition(d), arg: r.object(d.Arg)})
		case model.Type:
			r.typ(d)
		}
	}
	return r.side
}

// A schemaReader is the state of one Schema.
type schemaReader struct {
	side   *Side
	seen   map[model.Type]*typ
	orders map[string]int // by name
	order  int            // of the definition being read
}

func (r *schemaReader) definition(d model.Definition) part {
	h := d.Common()
	order, written := r.orders[h.Name]
	if !written {
		order = r.order // an implicit type has the place of its definition
	}
	return r.side.aged(part{name: h.Name, order: order, pos: h.Pos, end: h.End, cond: h.If, features: features(h.Features)})
}

func features(list []*model.Feature) (out []feature) {
	for _, f := range list {
		out = append(out, feature{f.Name, f.Pos, f.End, f.If})
	}
	return out
}

func (r *schemaReader) command(c *model.Command) *command {
	out := &command{
		part: r.definition(c), arg: r.object(c.Arg), ret: emptyType,
		preconfig: c.AllowPreconfig, response: c.SuccessResponse, gen: c.Gen, oob: c.AllowOOB,
	}
	if c.Ret != nil {
		out.ret = r.typ(c.Ret)
	}
	return out
}

// emptyType stands for no arguments, no result and no members.
var emptyType = &typ{kind: kindObject, word: "struct", json: model.JSONObject, places: &typePlaces{}}

func (r *schemaReader) object(o model.Object) *typ {
	if o == nil {
		return emptyType
	}
	return r.typ(o)
}

func (r *schemaReader) typ(t model.Type) *typ {
	if out := r.seen[t]; out != nil {
		return out
	}
	out := &typ{part: r.definition(t), json: t.JSON(), places: &typePlaces{}}
	r.seen[t] = out
	if _, isArray := t.(*model.Array); !isArray {
		r.side.types[out.name] = out
	}
	switch t := t.(type) {
	case *model.Builtin:
		out.kind, out.word = kindBuiltin, "built-in type"
	case *model.Array:
		out.kind, out.word, out.name = kindArray, "array", ""
		out.elem = r.typ(t.Elem)
	case *model.Enum:
		out.kind, out.word = kindEnum, "enum"
		for _, v := range t.Values {
			out.values = append(out.values, &value{r.part(v.Name, out, v.Pos, v.End, v.If, v.Features)})
		}
	case *model.Struct:
		r.structType(out, t)
	case *model.Union:
		r.union(out, t)
	case *model.Alternate:
		out.kind, out.word = kindAlternate, "alternate"
		for _, a := range t.Alternatives {
			out.choices = append(out.choices, &choice{r.part(a.Name, out, a.Pos, a.End, a.If, nil), r.typ(a.Type)})
		}
	}
	return out
}

// part is what a part of t has in common with others.
func (r *schemaReader) part(name string, t *typ, pos, end diag.Pos, cond *model.Cond, list []*model.Feature) part {
	return r.side.aged(part{name: name, order: t.order, pos: pos, end: end, cond: cond, features: features(list)})
}

func (r *schemaReader) structType(out *typ, s *model.Struct) {
	out.kind, out.word = kindObject, "struct"
	if s.Implicit() {
		delete(r.side.types, out.name)
		out.name = ""
	}
	r.members(out, s)
}

func (r *schemaReader) members(out *typ, s *model.Struct) {
	for _, m := range s.All {
		member := &member{
			part: r.part(m.Name, out, m.Pos, m.End, m.If, m.Features),
			typ:  r.typ(m.Type), optional: m.Optional,
		}
		if m.DefinedIn != nil && !m.DefinedIn.Implicit() {
			member.from = m.DefinedIn.Name
		}
		out.members = append(out.members, member)
	}
}

func (r *schemaReader) union(out *typ, u *model.Union) {
	out.kind, out.word, out.tag = kindObject, "union", u.Tag.Name
	r.members(out, u.Base)
	for _, b := range u.Branches {
		t := emptyType
		if !b.Implicit {
			t = r.object(b.Type)
		}
		cond := b.If
		if b.Implicit {
			cond = nil // the value's, where it counts
		}
		out.branches = append(out.branches, &branch{r.part(b.Name, out, b.Pos, b.End, cond, nil), t})
	}
}
