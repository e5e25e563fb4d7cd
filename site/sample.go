package site

import (
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

func newSample(t model.Type) *sample {
	return (&sampler{map[model.Type]bool{}}).value(t, "value")
}

// value makes a value of type t. A string in it says what it is, by the name of
// the member.
func (s *sampler) value(t model.Type, name string) *sample {
	v := &sample{typ: t}
	if s.within[t] {
		return v
	}
	s.within[t] = true
	defer delete(s.within, t)
	switch t := t.(type) {
	case *model.Builtin:
		v.text = builtinSample(t, name)
	case *model.Enum:
		v.text = enumSample(t)
	case *model.Array:
		if !s.within[element(t)] {
			v.elements = []*sample{s.value(t.Elem, name)}
		}
	case *model.Struct:
		s.addFields(v, t.All)
	case *model.Union:
		s.addFields(v, t.Base.All)
		v.branch = s.branchOf(t)
		v.inner = s.value(v.branch.Type, name)
		for _, f := range v.fields {
			if f.member.Name == t.Tag.Name {
				f.value.text = v.branch.Name
			}
		}
	case *model.Alternate:
		v.chosen = s.alternativeOf(t)
		v.inner = s.value(v.chosen.Type, name)
	}
	return v
}

func (s *sampler) addFields(v *sample, members []*model.Member) {
	for _, m := range members {
		if !m.Optional {
			v.fields = append(v.fields, sampleField{m, s.value(m.Type, m.Name)})
		}
	}
}

// branchOf is the first branch that any server has, or the first.
func (s *sampler) branchOf(u *model.Union) *model.Branch {
	enum := u.Tag.Type.(*model.Enum)
	for _, br := range u.Branches {
		v := enum.Value(br.Name)
		if br.If == nil && !s.within[br.Type] && (v == nil || v.If == nil && len(v.Features) == 0) {
			return br
		}
	}
	return u.Branches[0]
}

// alternativeOf is the first alternative whose type is not around the value.
func (s *sampler) alternativeOf(a *model.Alternate) *model.Alternative {
	for _, alt := range a.Alternatives {
		if !s.within[element(alt.Type)] {
			return alt
		}
	}
	return a.Alternatives[0]
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

// isString reports whether the text of a sample is a string.
func (v *sample) isString() bool { return v.typ.JSON() == model.JSONString }

// members are the members of an object with those of its branches.
func (v *sample) members() []sampleField {
	fields := v.fields
	if v.branch != nil {
		fields = append(fields[:len(fields):len(fields)], v.inner.members()...)
	}
	return fields
}
