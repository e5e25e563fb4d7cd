package gen

import (
	"slices"

	"github.com/qapi-go/qapi-gen/model"
)

// union writes a struct with the members of the base, a pointer for each branch
// that has members, and a field for the members of a branch unknown to the
// package. The codec relies on this order.
func (g *generator) union(d *decls, u *model.Union) {
	members := u.Base.All
	names := g.names.members[u]
	tag := names[tagIndex(u)]

	d.doc(g.typeDoc(u))
	d.block("type "+g.names.defs[u]+" struct {", func() {
		g.memberFields(d, u, u, members)
		if hasBranchFields(u) {
			d.line()
			d.doc(fieldSentence("The branches."))
			d.line()
		}
		next := len(members)
		for _, b := range u.Branches {
			if isEmpty(b.Type) {
				continue
			}
			d.doc(g.branchDoc(b))
			d.field(names[next], goType{marks: "*", name: g.names.defs[b.Type]})
			next++
		}
		d.line()
		d.doc(fieldSentence("UnknownBranch has the members that came with a " + tag + " unknown to this package."))
		d.line("UnknownBranch ", d.typ(rawMessage))
	}, "}")
	d.end()
}

// hasBranchFields reports whether a branch of u has members.
func hasBranchFields(u *model.Union) bool {
	return slices.ContainsFunc(u.Branches, func(b *model.Branch) bool { return !isEmpty(b.Type) })
}

// tagIndex returns the index of u's discriminator among its members.
func tagIndex(u *model.Union) int {
	for i, m := range u.Base.All {
		if m == u.Tag {
			return i
		}
	}
	panic("a union's discriminator is a member of its base")
}

// isEmpty reports whether t has no members. A union has at least its
// discriminator.
func isEmpty(t model.Object) bool {
	s, ok := t.(*model.Struct)
	return ok && len(s.All) == 0
}
