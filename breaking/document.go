package breaking

import (
	"regexp"

	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// Document makes a Side of an introspection document. Names of types that are
// numbers count as unknown. The error is that of a document which is not
// sound (see [introspect.NewIndex]).
func Document(d introspect.Document) (*Side, error) {
	x, err := introspect.NewIndex(d)
	if err != nil {
		return nil, err
	}
	r := &documentReader{
		side:  &Side{types: map[string]*typ{}, mute: map[featureHolder]bool{}},
		index: x,
		seen:  map[string]*typ{},
		order: make(map[string]int, len(d)),
	}
	for i, e := range d {
		r.order[e.Common().Name] = i + 1
	}
	r.side.age(d)
	for c := range introspect.All[*introspect.Command](d) {
		r.side.commands = append(r.side.commands, &command{
			part: r.info(&c.Info, c.Name), arg: r.typ(c.ArgType), ret: r.typ(c.RetType),
			preconfig: true, response: true, gen: true, oob: c.AllowOOB,
		})
	}
	for e := range introspect.All[*introspect.Event](d) {
		r.side.events = append(r.side.events, &event{part: r.info(&e.Info, e.Name), arg: r.typ(e.ArgType)})
	}
	return r.side, nil
}

// age finds out what a document does not say because its server is older than
// QEMU 6.2, the first to list the members of enums.
func (s *Side) age(d introspect.Document) {
	said := map[featureHolder]bool{}
	for _, e := range d {
		has := e.Common().Features != nil
		switch e := e.(type) {
		case *introspect.Command, *introspect.Event:
			said[ofRoots] = said[ofRoots] || has
		case *introspect.Enum:
			s.xUnstable = s.xUnstable || e.WithoutMembers
		case *introspect.Object:
			said[ofTypes] = said[ofTypes] || has
			for i := range e.Members {
				said[ofMembers] = said[ofMembers] || e.Members[i].Features != nil
			}
		}
	}
	if s.xUnstable {
		for _, h := range []featureHolder{ofRoots, ofTypes, ofMembers, ofValues} {
			s.mute[h] = !said[h]
		}
	}
}

// A documentReader is the state of one Document.
type documentReader struct {
	side  *Side
	index *introspect.Index
	seen  map[string]*typ
	order map[string]int
}

// info is the part of an entry; its features are those it has in this build.
func (r *documentReader) info(i *introspect.Info, name string) part {
	return r.part(name, r.order[i.Name], i.Features)
}

func (r *documentReader) part(name string, order int, list introspect.Features) part {
	p := part{name: name, order: order}
	for _, f := range list {
		p.features = append(p.features, feature{name: f})
	}
	return r.side.aged(p)
}

// hidden matches names that are not names of definitions: masks, arrays, and the
// names of implicit types.
var hidden = regexp.MustCompile(`^([0-9]+|\[.*\]|q_.*)$`)

func (r *documentReader) typ(ref string) *typ {
	if out := r.seen[ref]; out != nil {
		return out
	}
	entry := r.index.Type(ref)
	name := ref
	if hidden.MatchString(ref) {
		name = ""
	}
	out := &typ{part: r.info(entry.Common(), name), places: &typePlaces{}}
	r.seen[ref] = out
	if name != "" {
		r.side.types[name] = out
	}
	switch e := entry.(type) {
	case *introspect.Builtin:
		out.kind, out.word, out.json = kindBuiltin, "built-in type", model.JSONKind(e.JSONType)
		out.unbounded = out.json == model.JSONInt
	case *introspect.Array:
		out.kind, out.word, out.json = kindArray, "array", model.JSONArray
		out.elem = r.typ(e.ElementType)
	case *introspect.Enum:
		out.kind, out.word, out.json = kindEnum, "enum", model.JSONString
		for _, v := range e.Members {
			out.values = append(out.values, &value{r.part(v.Name, out.order, v.Features)})
		}
	case *introspect.Object:
		r.object(out, e)
	case *introspect.Alternate:
		out.kind, out.word, out.json = kindAlternate, "alternate", model.JSONValue
		for _, t := range e.Types {
			out.choices = append(out.choices, &choice{part{order: out.order}, r.typ(t)})
		}
	}
	return out
}

func (r *documentReader) object(out *typ, o *introspect.Object) {
	out.kind, out.word, out.json, out.tag = kindObject, "struct", model.JSONObject, o.Tag
	for i := range o.Members {
		m := &o.Members[i]
		out.members = append(out.members, &member{
			part: r.part(m.Name, out.order, m.Features), typ: r.typ(m.Type), optional: m.Optional(),
		})
	}
	if o.Tag == "" {
		return
	}
	out.word = "union"
	for _, v := range o.Variants {
		out.branches = append(out.branches, &branch{part{name: v.Case, order: out.order}, r.typ(v.Type)})
	}
}
