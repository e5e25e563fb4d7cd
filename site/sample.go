package site

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// A sample is a value of a type, with its mandatory members only.
type sample struct {
	typ model.Type
	// text is the JSON of a value that is neither an object nor an array; of a
	// string it is the string itself.
	text string
	// elements are those of an array.
	elements []*sample
	// fields are the members of an object, without those of its branch.
	fields []sampleField
	// branch is that of a union, and inner what it adds.
	branch *model.Branch
	inner  *sample
	// chosen is the alternative that inner is of.
	chosen *model.Alternative
}

// A sampleField is a member of an object.
type sampleField struct {
	member *model.Member
	value  *sample
}

// A sampler makes samples.
type sampler struct {
	within map[model.Type]bool // the types around the value being made
}

// newSample makes a value of type t. It is empty if t contains itself without an end.
func newSample(t model.Type) *sample {
	s := sampler{map[model.Type]bool{}}
	if v := s.value(t, "value"); v != nil {
		return v
	}
	return &sample{typ: t, text: "{}"}
}

// value makes a value of type t. A string in it says what it is, by the name of
// the member. It is nil if any value would have another of the types around it.
func (s *sampler) value(t model.Type, name string) *sample {
	if s.within[t] {
		return nil
	}
	s.within[t] = true
	defer delete(s.within, t)
	v := &sample{typ: t}
	switch t := t.(type) {
	case *model.Builtin:
		v.text = builtinSample(t, name)
	case *model.Enum:
		v.text = enumSample(t)
	case *model.Array:
		if e := s.value(t.Elem, name); e != nil {
			v.elements = []*sample{e}
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

func (s *sampler) object(v *sample, members []*model.Member) *sample {
	for _, m := range members {
		if m.Optional {
			continue
		}
		value := s.value(m.Type, m.Name)
		if value == nil {
			return nil
		}
		v.fields = append(v.fields, sampleField{m, value})
	}
	return v
}

// union takes the first branch that any server has, or the first.
func (s *sampler) union(v *sample, u *model.Union) *sample {
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
			if v.inner = s.value(br.Type, br.Name); v.inner != nil {
				v.branch = br
				v.setTag(u.Tag, br.Name)
				return v
			}
		}
	}
	return nil
}

func (v *sample) setTag(tag *model.Member, value string) {
	for _, f := range v.fields {
		if f.member.Name == tag.Name {
			f.value.text = value
		}
	}
}

// alternate takes the first alternative that has an end.
func (s *sampler) alternate(v *sample, a *model.Alternate, name string) *sample {
	for _, alt := range a.Alternatives {
		if v.inner = s.value(alt.Type, name); v.inner != nil {
			v.chosen = alt
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

// members are the members of an object with those of its branches.
func (v *sample) members() []sampleField {
	fields := v.fields
	if v.branch != nil {
		fields = append(slices.Clip(fields), v.inner.members()...)
	}
	return fields
}
