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
	// DefinedIn is the struct whose own member it is; a base's members are
	// shared by all that are built upon it.
	DefinedIn *Struct

	ref typeRef
}

// members reads the members of s. permissive allows names against the rules of
// style.
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

// typed finds the type that at gives. It can be the whole value, or stand in an
// object with other keys, which is then returned too.
func (r *reader) typed(at *parser.Member, what string, keys keySet) (typ, long *parser.Value) {
	if at.Value.Kind != parser.Object {
		return at.Value, nil
	}
	if !r.checkKeys(at.Value, what, keys) {
		return nil, nil
	}
	return at.Value.Get("type").Value, at.Value
}

// member is v.Get(key) for a v that may be nil or no object.
func member(v *parser.Value, key string) *parser.Member {
	if v == nil {
		return nil
	}
	return v.Get(key)
}

// declareMembers announces what the members of s, a part of h, imply.
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

// firstConditional is the first of the members that has a condition.
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
