// Package sample makes values of types, and writes them as JSON and as words of
// "qapi-gen call". Pages show them as examples.
package sample

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// A Value is a value of a type, with its mandatory members only.
type Value struct {
	Type model.Type
	// Text is the JSON of a value that is neither an object nor an array. Of a
	// string it is the string itself.
	Text string
	// Elements are those of an array.
	Elements []*Value
	// Fields are the members of an object, without those of its branch.
	Fields []Field
	// Branch is that of a union, and Inner has the members that it adds.
	Branch *model.Branch
	Inner  *Value
	// Chosen is the alternative of an alternate, and Inner its value.
	Chosen *model.Alternative
}

// A Field is a member of an object.
type Field struct {
	Member *model.Member
	Value  *Value
}

// A sampler makes samples.
type sampler struct {
	within map[model.Type]bool // the types around the value being made
}

// New makes a value of type t. It is empty if t contains itself without an end.
func New(t model.Type) *Value {
	s := sampler{map[model.Type]bool{}}
	if v := s.value(t, "value"); v != nil {
		return v
	}
	return &Value{Type: t, Text: "{}"}
}

// value makes a value of type t. A string in it says what it is, by the name of
// the member. It is nil if any value would have another of the types around it.
func (s *sampler) value(t model.Type, name string) *Value {
	if s.within[t] {
		return nil
	}
	s.within[t] = true
	defer delete(s.within, t)
	v := &Value{Type: t}
	switch t := t.(type) {
	case *model.Builtin:
		v.Text = builtinSample(t, name)
	case *model.Enum:
		v.Text = enumSample(t)
	case *model.Array:
		if e := s.value(t.Elem, name); e != nil {
			v.Elements = []*Value{e}
		}
	case *model.Struct:
		return s.object(v, t.All)
	case *model.Union:
		return s.union(v, t)
	case *model.Alternate:
		return s.alternate(v, t, name)
	}
	return v
}

func (s *sampler) object(v *Value, members []*model.Member) *Value {
	for _, m := range members {
		if m.Optional {
			continue
		}
		value := s.value(m.Type, m.Name)
		if value == nil {
			return nil
		}
		v.Fields = append(v.Fields, Field{m, value})
	}
	return v
}

// union takes the first branch that any server has, or the first.
func (s *sampler) union(v *Value, u *model.Union) *Value {
	if s.object(v, u.Base.All) == nil {
		return nil
	}
	enum := u.Tag.Type.(*model.Enum)
	common := func(br *model.Branch) bool {
		value := enum.Value(br.Name)
		return br.If == nil && (value == nil || value.If == nil && len(value.Features) == 0)
	}
	for _, wanted := range []bool{true, false} {
		for _, br := range u.Branches {
			if common(br) != wanted {
				continue
			}
			if v.Inner = s.value(br.Type, br.Name); v.Inner != nil {
				v.Branch = br
				v.setTag(u.Tag, br.Name)
				return v
			}
		}
	}
	return nil
}

func (v *Value) setTag(tag *model.Member, value string) {
	for _, f := range v.Fields {
		if f.Member.Name == tag.Name {
			f.Value.Text = value
		}
	}
}

// alternate takes the first alternative that has an end.
func (s *sampler) alternate(v *Value, a *model.Alternate, name string) *Value {
	for _, alt := range a.Alternatives {
		if v.Inner = s.value(alt.Type, name); v.Inner != nil {
			v.Chosen = alt
			return v
		}
	}
	return nil
}

// builtinSample is a value of a built-in type. A string is the name of its
// member in capitals, as manuals write what a reader is to replace.
func builtinSample(t *model.Builtin, name string) string {
	switch t.Kind {
	case model.JSONString:
		return strings.ToUpper(name)
	case model.JSONInt:
		return "1"
	case model.JSONNumber:
		return "1.5"
	case model.JSONBoolean:
		return "true"
	case model.JSONNull:
		return "null"
	default:
		return "{}"
	}
}

// enumSample is the first value that any server has, or the first.
func enumSample(e *model.Enum) string {
	for _, v := range e.Values {
		if v.If == nil && len(v.Features) == 0 {
			return v.Name
		}
	}
	if len(e.Values) > 0 {
		return e.Values[0].Name
	}
	return ""
}

// Members returns the members of an object with those of its branches.
func (v *Value) Members() []Field {
	fields := v.Fields
	if v.Branch != nil {
		fields = append(slices.Clip(fields), v.Inner.Members()...)
	}
	return fields
}
