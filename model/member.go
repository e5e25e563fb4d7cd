package model

import (
	"iter"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Member is a member of a struct or of arguments.
type Member struct {
	Name     string
	Pos, End diag.Pos // of its key
	Type     Type
	Optional bool
	If       *Cond
	Features []*Feature
	// DefinedIn is the struct that declares the member. A base shares its
	// members with all structs that extend it.
	DefinedIn *Struct

	ref typeRef
}

// members reads the members of s. If permissive is true, names may violate the
// rules of style.
func (r *reader) members(s *Struct, data *parser.Value, permissive bool) {
	s.Own = make([]*Member, 0, len(data.Members))
	for i := range data.Members {
		if m := r.member(&data.Members[i], permissive); m != nil {
			m.DefinedIn = s
			s.Own = append(s.Own, m)
		}
	}
}

func (r *reader) member(at *parser.Member, permissive bool) *Member {
	name, optional := strings.CutPrefix(at.Key, "*")
	what := "member '" + name + "'"
	if bare, marked := strings.CutSuffix(name, "?"); marked {
		r.errorf(at.Pos, at.End, "an optional member has a '*' in front of its name, not a '?' behind it").Rewrite("'*" + bare + "'")
		return nil
	}
	r.memberName(name, at.Pos, at.End, what, permissive)
	if isReserved(name) {
		r.errorf(at.Pos, at.End, "the name of %s is reserved: neither 'u' nor names starting with 'has-' can be used", what)
	}
	typ, long := r.typed(at, what, memberKeys)
	if typ == nil {
		return nil
	}
	return &Member{
		Name: name, Pos: at.Pos, End: at.End, Optional: optional,
		ref: r.typeNameOrArray(typ, "the type of "+what),
		If:  r.cond(long, what), Features: r.featureList(long, edition.MemberFeatures),
	}
}

// typed returns the type in the value of at. If the type is in an object with
// other keys, typed returns that object too.
func (r *reader) typed(at *parser.Member, what string, keys keySet) (typ, long *parser.Value) {
	if at.Value.Kind != parser.Object {
		return at.Value, nil
	}
	if !r.checkKeys(at.Value, what, keys) {
		return nil, nil
	}
	return at.Value.Get("type").Value, at.Value
}

// member is v.Get(key). It returns nil if v is nil.
func member(v *parser.Value, key string) *parser.Member {
	if v == nil {
		return nil
	}
	return v.Get(key)
}

// declareMembers declares the array types and features of the members of s, a
// part of h.
func (b *builder) declareMembers(h *Header, s *Struct) {
	for _, m := range s.Own {
		b.declareArray(h, &m.ref)
		b.declareFeatures(m.Features)
	}
}

// checkMember resolves a member of the definition h.
func (b *builder) checkMember(h *Header, m *Member) {
	m.Type = b.resolve(h, &m.ref)
	b.checkFeatures(h, m.Features)
}

// firstConditional returns the first member that has a condition, or nil.
func firstConditional(members []*Member) *Member {
	for _, m := range members {
		if m.If != nil {
			return m
		}
	}
	return nil
}

func memberNames(members []*Member) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, m := range members {
			if !yield(m.Name) {
				return
			}
		}
	}
}
