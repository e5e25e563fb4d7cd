package model

import (
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// An Alternate is an alternate type ("Alternate types").
type Alternate struct {
	Header
	Alternatives []*Alternative
}

// An Alternative is one of the types that an Alternate's value may have. All
// have different JSON kinds.
type Alternative struct {
	Name     string
	Pos, End diag.Pos
	Type     Type
	If       *Cond

	ref typeRef
}

// JSON returns JSONValue.
func (*Alternate) JSON() JSONKind { return JSONValue }
func (*Alternate) isType()        {}

func (r *reader) alternate(h Header, obj *parser.Value) declarable {
	a := &Alternate{Header: h}
	data := obj.Get("data").Value
	if data.Kind != parser.Object || len(data.Members) == 0 {
		r.valueErrorf(data, "'data' of an alternate must be an object of at least one alternative")
		return a
	}
	for i := range data.Members {
		if alt := r.alternative(&data.Members[i]); alt != nil {
			a.Alternatives = append(a.Alternatives, alt)
		}
	}
	return a
}

func (r *reader) alternative(at *parser.Member) *Alternative {
	what := "alternative '" + at.Key + "'"
	r.memberName(at.Key, at.Pos, at.End, what, false)
	typ, long := r.typed(at, what, branchKeys)
	if typ == nil {
		return nil
	}
	return &Alternative{
		Name: at.Key, Pos: at.Pos, End: at.End,
		ref: r.typeNameOrArray(typ, "the type of "+what),
		If:  r.cond(long, what),
	}
}

func (a *Alternate) declare(b *builder) {
	b.declareFeatures(a.Features)
	for _, alt := range a.Alternatives {
		b.declareArray(&a.Header, &alt.ref)
	}
	b.define(a)
}

func (a *Alternate) check(b *builder) {
	b.checkTypeFeatures(&a.Header)
	for _, alt := range a.Alternatives {
		alt.Type = b.resolve(&a.Header, &alt.ref)
		if alt.ref.array && !b.tree.Allows(edition.ArrayAlternatives) {
			b.errorf(&a.Header, alt.ref.pos, alt.ref.end, "alternative '%s' cannot be an array", alt.Name).
				Note(diag.Pos{}, "%s", edition.ArrayAlternatives.Advice())
		}
	}
	seen := names{}
	byKind := map[JSONKind]*Alternative{}
	for _, alt := range a.Alternatives {
		b.claim(&a.Header, seen, use{"alternative", alt.Name, alt.Pos, alt.End})
		a.checkKind(b, alt, byKind)
	}
}

// checkKind reports an alternative whose JSON values cannot be distinguished
// from those of an earlier one.
func (a *Alternate) checkKind(b *builder, alt *Alternative, byKind map[JSONKind]*Alternative) {
	if alt.Type == nil {
		return
	}
	kinds := confusable(alt.Type)
	if kinds == nil {
		b.errorf(&a.Header, alt.ref.pos, alt.ref.end, "alternative '%s' cannot be %s, whose values can be of any kind",
			alt.Name, describe(alt.Type))
		return
	}
	for _, k := range kinds {
		if prev := byKind[k]; prev != nil {
			b.errorf(&a.Header, alt.Pos, alt.End, "alternative '%s' cannot be told from alternative '%s'%s",
				alt.Name, prev.Name, confusion(alt.Type, prev.Type)).
				Note(prev.Pos, "alternative '%s' is here", prev.Name)
			return
		}
	}
	for _, k := range kinds {
		byKind[k] = alt
	}
}

// confusable returns the kinds of values that may be meant for t, or nil for any kind.
// Command lines give numbers and booleans as strings. A string type therefore excludes
// them, unless it is an enum without values that look like numbers or booleans.
func confusable(t Type) []JSONKind {
	switch kind := t.JSON(); kind {
	case JSONValue:
		return nil
	case JSONInt:
		return []JSONKind{JSONNumber}
	case JSONString:
		kinds := []JSONKind{JSONString}
		e, isEnum := t.(*Enum)
		if !isEnum || hasValue(e, func(name string) bool { return name == "on" || name == "off" }) {
			kinds = append(kinds, JSONBoolean)
		}
		if !isEnum || hasValue(e, func(name string) bool { return strings.ContainsAny(name[:1], "-+.0123456789") }) {
			kinds = append(kinds, JSONNumber)
		}
		return kinds
	default:
		return []JSONKind{kind}
	}
}

func hasValue(e *Enum, like func(name string) bool) bool {
	for _, v := range e.Values {
		if like(v.Name) {
			return true
		}
	}
	return false
}

// confusion explains why values of two types cannot be distinguished.
func confusion(t, u Type) string {
	switch {
	case t.JSON() == u.JSON():
		return ": both are of kind " + string(t.JSON())
	case t.JSON() == JSONString || u.JSON() == JSONString:
		return ": a string may stand for a number or boolean"
	default:
		return ": both are numbers"
	}
}

func (a *Alternate) clone() configurable { dup := *a; return &dup }

func (a *Alternate) configure(c *configurer) {
	a.Alternatives = kept(c, a.Alternatives, func(alt *Alternative) *Cond { return alt.If })
	for i, alt := range a.Alternatives {
		dup := *alt
		dup.Type = c.typeFor(&a.Header, &alt.ref, alt.Type, "alternative '"+alt.Name+"'")
		a.Alternatives[i] = &dup
	}
}
