package model

import "github.com/qapi-go/qapi-gen/parser"

// A Struct is a struct type ("Struct types"), or an implicit struct: the arguments of
// a command or an event, or the base of a union, that the schema declares inline as
// an object of members.
type Struct struct {
	Header
	Base *Struct   // nil without one
	Own  []*Member // as declared
	All  []*Member // the base's, then Own
	// Role is empty for a struct that the schema names. For a struct declared
	// inline it is "arg" or "base"; the struct's name is then q_obj_NAME-ROLE, as
	// in unmasked introspection, where NAME is the definition that contains it and
	// gives it its Doc. For the wrapper of a simple union's branch it is "wrapper",
	// and NAME is the branch's type. For the empty struct q_empty it is "empty".
	Role string

	base typeRef
}

// The roles of implicit structs.
const (
	roleArg     = "arg"
	roleBase    = "base"
	roleEmpty   = "empty"
	roleWrapper = "wrapper"
)

// Wrapper reports whether s wraps the type of a simple union's branch.
func (s *Struct) Wrapper() bool { return s.Role == roleWrapper }

// Implicit reports whether s is implicit: the schema does not name it.
func (s *Struct) Implicit() bool { return s.Role != "" }

// Fields returns all members, those of the base first.
func (s *Struct) Fields() []*Member { return s.All }

// JSON returns JSONObject.
func (*Struct) JSON() JSONKind { return JSONObject }
func (*Struct) isType()        {}

func (r *reader) structType(h Header, obj *parser.Value) declarable {
	s := &Struct{Header: h}
	if m := obj.Get("base"); m != nil {
		s.base = r.typeName(m.Value, "the base")
	}
	data := obj.Get("data").Value
	if data.Kind != parser.Object {
		r.valueErrorf(data, "'data' of a struct must be an object of its members")
		return s
	}
	r.members(s, data, r.b.pragmas.memberNames[r.name])
	return s
}

// implicitStruct reads a struct that the definition h declares inline.
func (r *reader) implicitStruct(v *parser.Value, h *Header, role string, permissive bool) *Struct {
	s := &Struct{
		Header: Header{
			Name: "q_obj_" + h.Name + "-" + role,
			Pos:  v.Pos, End: v.End, Start: h.Start,
			Doc: h.Doc, If: h.If, Module: h.Module, in: h.in,
		},
		Role: role,
	}
	r.members(s, v, permissive)
	return s
}

func (s *Struct) declare(b *builder) {
	b.declareFeatures(s.Features)
	b.declareMembers(&s.Header, s)
	if !s.Implicit() {
		b.define(s)
	} else if _, again := b.types[s.Name]; !again {
		b.types[s.Name] = s
		b.entities = append(b.entities, s)
	}
}

func (s *Struct) check(b *builder) {
	if !b.enter(s) {
		return
	}
	defer b.leave(s)
	b.checkTypeFeatures(&s.Header)
	seen := make(names, len(s.Own))
	s.Base = b.resolveBase(&s.Header, &s.base, seen)
	if s.Base != nil {
		s.All = append(s.All, s.Base.All...)
	}
	for _, m := range s.Own {
		b.checkMember(&s.Header, m)
		b.claim(&s.Header, seen, use{"member", m.Name, m.Pos, m.End})
	}
	s.All = append(s.All, s.Own...)
	if t := s.Own; s.Wrapper() && t[0].Type != nil {
		// A wrapper has the condition of the type in it. If that is an array, the
		// array may not be checked yet, so its element is asked.
		s.If = elementOf(b, &t[0].ref).Common().If
	}
}

func (s *Struct) clone() configurable { dup := *s; return &dup }

func (s *Struct) configure(c *configurer) {
	s.Base = c.structFor(&s.Header, &s.base, s.Base, s.in)
	s.All = nil
	if s.Base != nil {
		s.All = append(s.All, s.Base.All...)
	}
	s.Own = kept(c, s.Own, func(m *Member) *Cond { return m.If })
	for i, m := range s.Own {
		s.Own[i] = c.member(s, m)
	}
	s.All = append(s.All, s.Own...)
}

// member returns a copy of m as a member of s, which is being configured.
func (c *configurer) member(s *Struct, m *Member) *Member {
	dup := *m
	dup.DefinedIn = s
	dup.Features = kept(c, m.Features, featureCond)
	dup.Type = c.typeFor(&s.Header, &dup.ref, m.Type, "member '"+m.Name+"'")
	c.members[m] = &dup
	return &dup
}
