package model

import (
	"maps"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Union is a union type ("Union types").
type Union struct {
	Header
	// Simple is set if the schema names no discriminator. Then these are implicit:
	// the base with its one member "type", the enum of that member, and the types
	// of the branches (QEMU's manual of 6.1, "Union types").
	Simple bool
	Base   *Struct // implicit if the schema declares the base inline
	Tag    *Member // the discriminator, a member of Base
	// Branches are the declared branches in schema order, then an implicit empty
	// branch for each remaining value of the discriminator.
	Branches []*Branch

	base           typeRef
	kind           *Enum // the type of Tag in a simple union
	tag            string
	tagPos, tagEnd diag.Pos
}

// A Branch is one branch of a Union.
type Branch struct {
	Name     string
	Pos, End diag.Pos // for an implicit branch, the place of the enum's value
	Type     Object   // the empty struct for an implicit branch
	If       *Cond
	Implicit bool

	ref typeRef
}

// Fields returns the members of the base.
func (u *Union) Fields() []*Member { return u.Base.All }

// JSON returns JSONObject.
func (*Union) JSON() JSONKind { return JSONObject }
func (*Union) isType()        {}

func (r *reader) union(h Header, obj *parser.Value) declarable {
	if obj.Get("discriminator") == nil {
		return r.simpleUnion(h, obj)
	}
	u := &Union{Header: h}
	u.base = r.typeNameOrMembers(obj.Get("base").Value, "the base", &h, roleBase,
		r.b.pragmas.memberNames[r.name] || r.b.pragmas.memberNames["q_obj_"+r.name+"-base"]) // as QEMU 2.12 calls it
	tag := obj.Get("discriminator").Value
	if tag.Kind != parser.String {
		r.valueErrorf(tag, "'discriminator' must be the name of a member")
	}
	u.tag, u.tagPos, u.tagEnd = tag.Str, tag.Pos, tag.End
	data := obj.Get("data").Value
	if data.Kind != parser.Object {
		r.valueErrorf(data, "'data' of a union must be an object of its branches")
		return u
	}
	for i := range data.Members {
		if br := r.branch(&data.Members[i]); br != nil {
			u.Branches = append(u.Branches, br)
		}
	}
	return u
}

func (r *reader) branch(at *parser.Member) *Branch {
	what := "branch '" + at.Key + "'"
	typ, long := r.typed(at, what, branchKeys)
	if typ == nil {
		return nil
	}
	return &Branch{
		Name: at.Key, Pos: at.Pos, End: at.End,
		ref: r.typeName(typ, "the type of "+what),
		If:  r.cond(long, what),
	}
}

func (u *Union) declare(b *builder) {
	b.declareFeatures(u.Features)
	if u.Simple {
		u.declareSimple(b)
	} else if u.base.implicit != nil {
		u.base.implicit.declare(b)
	}
	b.define(u)
}

func (u *Union) check(b *builder) {
	if !b.enter(u) {
		return
	}
	defer b.leave(u)
	b.checkTypeFeatures(&u.Header)
	seen := names{}
	u.Base = b.resolveBase(&u.Header, &u.base, seen)
	if u.Base == nil {
		if !u.base.given() {
			b.errorf(&u.Header, u.tagPos, u.tagEnd, "the base has no members: it lacks the discriminator '%s'", u.tag)
		}
		u.Base = Empty
	} else {
		u.checkTag(b)
	}
	enum := u.tagEnum()
	values := enum.valueSet()
	for _, br := range u.Branches {
		if enum != nil && !values[br.Name] {
			b.errorf(&u.Header, br.Pos, br.End, "branch '%s' is not a value of the discriminator's %s%s",
				br.Name, enum.in, b.didYouMean(br.Name, maps.Keys(values))).
				Note(enum.Pos, "%s is here", enum.in)
		}
		u.checkBranch(b, br)
	}
	clash := clashFinder{b: b, union: u, base: seen, visited: map[Object]bool{}}
	for _, br := range u.Branches {
		if br.Type != nil {
			clash.visit(br, br.Type)
		}
	}
	u.addImplicitBranches(b)
}

// checkTag finds the discriminator in the base.
func (u *Union) checkTag(b *builder) {
	var tag *Member
	for _, m := range u.Base.All {
		if m.Name == u.tag {
			tag = m
		}
	}
	if tag == nil {
		b.errorf(&u.Header, u.tagPos, u.tagEnd, "the base has no member '%s' to be the discriminator%s",
			u.tag, b.didYouMean(u.tag, memberNames(u.Base.All)))
		return
	}
	fault := ""
	switch _, isEnum := tag.Type.(*Enum); {
	case !isEnum && tag.Type != nil:
		fault = "an enum, which " + describe(tag.Type) + " is not"
	case tag.Optional:
		fault = "mandatory"
	case tag.If != nil:
		fault = "without a condition"
	}
	if fault != "" {
		b.errorf(&u.Header, u.tagPos, u.tagEnd, "the discriminator '%s' must be %s", u.tag, fault).
			Note(tag.Pos, "member '%s' is here", tag.Name)
		return
	}
	u.Tag = tag
}

// tagEnum returns the type of the discriminator, or nil if that has an error.
func (u *Union) tagEnum() *Enum {
	if u.Tag == nil {
		return nil
	}
	e, _ := u.Tag.Type.(*Enum)
	return e
}

func (u *Union) checkBranch(b *builder, br *Branch) {
	t := b.resolve(&u.Header, &br.ref)
	if t == nil {
		return
	}
	o, ok := t.(Object)
	if !ok {
		b.errorf(&u.Header, br.ref.pos, br.ref.end, "branch '%s' must be a struct or union, which %s is not",
			br.Name, describe(t))
		return
	}
	if _, nested := o.(*Union); nested && !b.tree.Allows(edition.NestedUnions) {
		b.errorf(&u.Header, br.ref.pos, br.ref.end, "branch '%s' must be a struct, which %s is not", br.Name, describe(t)).
			Note(diag.Pos{}, "%s", edition.NestedUnions.Advice())
	}
	br.Type = o
	b.checkObject(o)
}

// addImplicitBranches adds an empty branch for each value without one.
func (u *Union) addImplicitBranches(b *builder) {
	e := u.tagEnum()
	if e == nil {
		return
	}
	declared := make(map[string]bool, len(u.Branches))
	for _, br := range u.Branches {
		declared[br.Name] = true
	}
	for _, v := range e.Values {
		if !declared[v.Name] && !b.tree.Allows(edition.SparseUnions) {
			b.errorf(&u.Header, u.Pos, u.End, "%s has no branch for the value '%s' of %s", u.in, v.Name, e.in).
				Note(diag.Pos{}, "%s", edition.SparseUnions.Advice())
		}
		if !declared[v.Name] {
			u.Branches = append(u.Branches, &Branch{
				Name: v.Name, Pos: v.Pos, End: v.End, Type: Empty, If: v.If, Implicit: true,
			})
		}
	}
	if len(u.Branches) == 0 {
		b.errorf(&u.Header, u.Pos, u.End, "%s needs a branch, but %s has no values", u.in, e.in)
	}
}

// A clashFinder looks for members in the branches of a union, and in the branches of
// those, that have the name of a member of the union's base. The check of a branch's
// type finds clashes within that type. Each type is visited once.
type clashFinder struct {
	b       *builder
	union   *Union
	base    names
	visited map[Object]bool
}

// visit checks o, the type of br or of a branch below it. It returns false after it
// has reported a clash.
func (f *clashFinder) visit(br *Branch, o Object) bool {
	if f.visited[o] || f.b.state[o] != checkDone {
		return true
	}
	f.visited[o] = true
	for _, m := range o.Fields() {
		if prev, taken := f.base[mangle(m.Name)]; taken {
			f.b.errorf(&f.union.Header, br.Pos, br.End, "member '%s' of branch '%s' clashes with %s of the base",
				m.Name, br.Name, prev).
				Note(m.Pos, "member '%s' of the branch is here", m.Name).
				Note(prev.pos, "%s of the base is here", prev)
			return false
		}
	}
	inner, ok := o.(*Union)
	if !ok {
		return true
	}
	for _, sub := range inner.Branches {
		if sub.Type != nil && !f.visit(br, sub.Type) {
			return false
		}
	}
	return true
}

func (u *Union) clone() configurable { dup := *u; return &dup }

func (u *Union) configure(c *configurer) {
	u.Base = c.structFor(&u.Header, &u.base, u.Base, u.in)
	if u.Base == nil {
		return
	}
	u.Tag = c.members[u.Tag]
	enum := u.tagEnum()
	if enum == nil {
		return // the condition of the enum is false
	}
	c.configure(enum)
	values := enum.valueSet()
	u.Branches = kept(c, u.Branches, func(br *Branch) *Cond { return br.If })
	for i, br := range u.Branches {
		dup := *br
		what := "branch '" + br.Name + "'"
		if !values[br.Name] {
			c.diags.Errorf(br.Pos, br.End, "%s needs the value of that name of %s, which is left out", what, enum.in).
				Within("%s", u.in)
		}
		dup.Type = c.objectFor(&u.Header, &br.ref, br.Type, what)
		u.Branches[i] = &dup
	}
}
