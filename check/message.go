package check

import (
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// message describes a finding in the words of the schema:
//
//	migrate-recover: allow-oob in the schema (migration.json:1724), not in the server
//	RunState: value 'crashed' in the server, not in the schema (run-state.json:12)
//	CpuInfo: type of member 'id': 'str' in the schema (machine.json:30), 'int' in the server
func (r *reporter) message(f *finding) string {
	what := r.subject(f)
	if f.Part == introspect.PartOptional {
		return fmt.Sprintf("%s: %s in the schema%s, %s in the server",
			what, optional(f.Change == introspect.Lost), r.where(f), optional(f.Change == introspect.Gained))
	}
	switch {
	case f.Change == introspect.Changed:
		schema, server := r.sides(f)
		return fmt.Sprintf("%s: %s in the schema%s, %s in the server", what, schema, r.where(f), server)
	case f.Change == introspect.Lost:
		return fmt.Sprintf("%s in the schema%s, not in the server", what, r.where(f))
	case f.unless != nil:
		return fmt.Sprintf("%s in the server, in the schema%s only if %s", what, r.where(f), f.unless)
	default:
		return fmt.Sprintf("%s in the server, not in the schema%s", what, r.where(f))
	}
}

func optional(is bool) string {
	if is {
		return "optional"
	}
	return "mandatory"
}

// subject names the definition and the part of it that differs.
func (r *reporter) subject(f *finding) string {
	part := r.part(f)
	if f.subject == nil { // only the server has it
		return f.B.Common().Name + ": " + part
	}
	d := f.subject
	if o, ok := d.(model.Object); ok && r.catalogue.owners[o] != nil {
		d = r.catalogue.owners[o]
	}
	name := d.Common().Name
	if a, ok := d.(*model.Array); ok {
		name = typeName(a)
	}
	return name + ": " + part
}

func (r *reporter) part(f *finding) string {
	switch f.Part {
	case introspect.PartEntry:
		return kind(f)
	case introspect.PartAllowOOB:
		return "allow-oob"
	case introspect.PartArguments:
		return "arguments"
	case introspect.PartReturns:
		return "return type"
	case introspect.PartFeature:
		if f.Name == "" {
			return fmt.Sprintf("feature '%s'", f.Feature)
		}
		return fmt.Sprintf("feature '%s' of %s '%s'", f.Feature, r.memberWord(f), f.Name)
	case introspect.PartMember:
		if f.Change == introspect.Changed {
			return fmt.Sprintf("type of %s '%s'", r.memberWord(f), f.Name)
		}
		return fmt.Sprintf("%s '%s'", r.memberWord(f), f.Name)
	case introspect.PartOptional:
		return fmt.Sprintf("%s '%s'", r.memberWord(f), f.Name)
	case introspect.PartValue:
		return fmt.Sprintf("value '%s'", f.Name)
	case introspect.PartValues:
		return fmt.Sprintf("value '%s' of the deprecated list 'values'", f.Name)
	case introspect.PartTag:
		return "discriminator"
	case introspect.PartBranch:
		if f.Change == introspect.Changed {
			return fmt.Sprintf("type of branch '%s'", f.Name)
		}
		return fmt.Sprintf("branch '%s'", f.Name)
	case introspect.PartAlternative:
		return r.alternativePart(f)
	case introspect.PartElement:
		return "type of elements"
	default:
		return "JSON type"
	}
}

func kind(f *finding) string {
	e := f.A
	if e == nil {
		e = f.B
	}
	return string(e.MetaType())
}

// memberWord returns the word for the thing that the finding names: a value, a
// member or an argument.
func (r *reporter) memberWord(f *finding) string {
	if _, isEnum := f.subject.(*model.Enum); isEnum {
		return "value"
	}
	if o, ok := f.subject.(model.Object); ok {
		if _, isCommand := r.catalogue.owners[o].(*model.Command); isCommand {
			return "argument"
		}
	}
	return "member"
}

func (r *reporter) alternativePart(f *finding) string {
	alt := alternative(f.subject, f.TypeA)
	switch {
	case f.Name != "":
		return fmt.Sprintf("alternative '%s'", f.Name)
	case alt == nil:
		return "alternative of type " + r.serverType(f.TypeB, noMembers)
	case f.Change == introspect.Changed:
		return fmt.Sprintf("type of alternative '%s'", alt.Name)
	default:
		return fmt.Sprintf("alternative '%s'", alt.Name)
	}
}

// sides describes the schema's and the server's side of a change.
func (r *reporter) sides(f *finding) (schema, server string) {
	switch f.Part {
	case introspect.PartTag:
		return quoted(f.A.(*introspect.Object).Tag), quoted(f.B.(*introspect.Object).Tag)
	case introspect.PartJSONType:
		return quoted(string(f.A.(*introspect.Builtin).JSONType)), quoted(string(f.B.(*introspect.Builtin).JSONType))
	case introspect.PartArguments:
		return r.schemaType(f, "none"), r.serverType(f.TypeB, "none")
	case introspect.PartReturns:
		return r.schemaType(f, "nothing"), r.serverType(f.TypeB, "nothing")
	default:
		return r.schemaType(f, noMembers), r.serverType(f.TypeB, noMembers)
	}
}

const noMembers = "an object without members"

// schemaType returns the type of a part as the schema writes it. It returns
// empty for a type without name and members.
func (r *reporter) schemaType(f *finding, empty string) string {
	var t model.Type
	switch f.Part {
	case introspect.PartMember:
		t = r.catalogue.member(f.subject, f.Name).Type
	case introspect.PartBranch:
		t = r.catalogue.branch(f.subject, f.Name).Type
	case introspect.PartAlternative:
		t = alternative(f.subject, f.TypeA).Type
	case introspect.PartElement:
		t = f.subject.(*model.Array).Elem
	case introspect.PartReturns:
		t = f.subject.(*model.Command).Ret
	case introspect.PartArguments:
		switch d := f.subject.(type) {
		case *model.Command:
			t = d.Arg
		case *model.Event:
			t = d.Arg
		}
	default: // other parts have no type
	}
	if s, ok := t.(*model.Struct); t == nil || ok && s.Implicit() {
		return r.serverType(f.TypeA, empty)
	}
	return typeName(t)
}

// typeName writes a type as the schema does.
func typeName(t model.Type) string {
	if a, ok := t.(*model.Array); ok {
		return "['" + a.Elem.Common().Name + "']"
	}
	return quoted(t.Common().Name)
}

func quoted(name string) string { return "'" + name + "'" }

// serverType names the schema's type that matches the server's, or describes
// the server's type. The server's own names of types are masked.
func (r *reporter) serverType(t introspect.Type, empty string) string {
	if a, ok := t.(*introspect.Array); ok {
		elem := r.server.Type(a.ElementType)
		if _, nested := elem.(*introspect.Array); nested {
			return "an array of arrays"
		}
		if name := r.serverType(elem, empty); strings.HasPrefix(name, "'") {
			return "[" + name + "]"
		}
		return "an array of " + r.serverType(elem, empty)
	}
	if d := r.partner(t); d != nil {
		if s, ok := d.(*model.Struct); !ok || !s.Implicit() {
			return quoted(d.Common().Name)
		}
	}
	switch t := t.(type) {
	case *introspect.Builtin:
		return quoted(t.Name)
	case *introspect.Enum:
		return "an enum of " + some(t.Members, func(v introspect.EnumMember) string { return v.Name })
	case *introspect.Object:
		if len(t.Members) == 0 && t.Tag == "" {
			return empty
		}
		return "an object of " + some(t.Members, func(m introspect.Member) string { return m.Name })
	default:
		return "an alternate"
	}
}

// partner returns the schema's type that is paired with a server's, or nil.
func (r *reporter) partner(t introspect.Type) model.Definition {
	if a := r.pairing.PartnerA(t.Common().Name); a != nil {
		return r.catalogue.definition(a)
	}
	return nil
}

// some lists the first few names of a list.
func some[T any](list []T, name func(T) string) string {
	const few = 4
	var names []string
	for i, v := range list {
		if i == few {
			names = append(names, "...")
			break
		}
		names = append(names, quoted(name(v)))
	}
	return strings.Join(names, ", ")
}

// where returns the place in words. It is empty if no file of the schema has
// the part.
func (r *reporter) where(f *finding) string {
	pos, _ := r.place(f)
	h := r.header(f)
	if !pos.IsValid() || h == nil || h.Module == nil {
		return ""
	}
	return fmt.Sprintf(" (%s:%d)", h.Module.Name, pos.Line())
}

func (r *reporter) header(f *finding) *model.Header {
	if f.subject == nil {
		return nil
	}
	if m := r.catalogue.member(f.subject, f.Name); m != nil {
		return m.DefinedIn.Common()
	}
	return f.subject.Common()
}

// place returns the position of the part in the schema, or that of its
// definition.
func (r *reporter) place(f *finding) (pos, end diag.Pos) {
	if f.subject == nil {
		return diag.Pos{}, diag.Pos{}
	}
	if ft := feature(r.featuresOf(f), f.Feature); f.Part == introspect.PartFeature && ft != nil {
		return ft.Pos, ft.End
	}
	if m := r.catalogue.member(f.subject, f.Name); m != nil {
		return m.Pos, m.End
	}
	if v := r.catalogue.value(f.subject, f.Name); v != nil {
		return v.Pos, v.End
	}
	if b := r.catalogue.branch(f.subject, f.Name); b != nil && !b.Implicit {
		return b.Pos, b.End
	}
	if a := alternative(f.subject, f.TypeA); a != nil && f.Part == introspect.PartAlternative {
		return a.Pos, a.End
	}
	d := f.subject
	if o, ok := d.(model.Object); ok && r.catalogue.owners[o] != nil {
		d = r.catalogue.owners[o]
	}
	return d.Common().Pos, d.Common().End
}
