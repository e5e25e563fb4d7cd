package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// An Enum is an enumeration type ("Enumeration types").
type Enum struct {
	Header
	Values []*EnumValue
	Prefix string // of C constants; it has no meaning in Go
	// Implicit is true for the enum of a simple union's branches. Its name is
	// that of the union followed by "Kind".
	Implicit bool
}

// An EnumValue is one value of an Enum.
type EnumValue struct {
	Name     string
	Pos, End diag.Pos
	If       *Cond
	Features []*Feature
}

// JSON returns JSONString.
func (*Enum) JSON() JSONKind { return JSONString }
func (*Enum) isType()        {}

// Value returns the value named name, or nil.
func (e *Enum) Value(name string) *EnumValue {
	for _, v := range e.Values {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// valueSet returns the names of the values. e may be nil.
func (e *Enum) valueSet() map[string]bool {
	if e == nil {
		return nil
	}
	names := make(map[string]bool, len(e.Values))
	for _, v := range e.Values {
		names[v.Name] = true
	}
	return names
}

func (r *reader) enum(h Header, obj *parser.Value) declarable {
	e := &Enum{Header: h}
	if m := obj.Get("prefix"); m != nil {
		if m.Value.Kind != parser.String {
			r.valueErrorf(m.Value, "'prefix' takes a string")
		}
		e.Prefix = m.Value.Str
	}
	data := obj.Get("data").Value
	if data.Kind != parser.Array {
		r.valueErrorf(data, "'data' of an enum must be an array of its values")
		return e
	}
	for _, v := range data.Elems {
		if value := r.enumValue(v); value != nil {
			e.Values = append(e.Values, value)
		}
	}
	return e
}

func (r *reader) enumValue(v *parser.Value) *EnumValue {
	name := r.named(v, "a value", valueKeys)
	if name == nil {
		return nil
	}
	what := "value '" + name.Str + "'"
	rule := name.Str
	if rule != "" && isDigit(rune(rule[0])) {
		rule = "d" + rule // unlike other names, a value may start with a digit
	}
	r.memberName(rule, name.Pos, name.End, what, r.b.pragmas.memberNames[r.name])
	return &EnumValue{
		Name: name.Str, Pos: name.Pos, End: name.End,
		If: r.cond(v, what), Features: r.featureList(v, edition.ValueFeatures),
	}
}

func (e *Enum) declare(b *builder) {
	b.declareFeatures(e.Features)
	for _, v := range e.Values {
		b.declareFeatures(v.Features)
	}
	b.define(e)
}

func (e *Enum) check(b *builder) {
	b.checkTypeFeatures(&e.Header)
	seen := make(names, len(e.Values))
	for _, v := range e.Values {
		b.claim(&e.Header, seen, use{"value", v.Name, v.Pos, v.End})
	}
}

func (e *Enum) clone() configurable { dup := *e; return &dup }

func (e *Enum) configure(c *configurer) {
	e.Values = kept(c, e.Values, func(v *EnumValue) *Cond { return v.If })
	for i, v := range e.Values {
		dup := *v
		dup.Features = kept(c, v.Features, featureCond)
		e.Values[i] = &dup
	}
}
