package gen

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// union writes a struct with the members of the base, a pointer for each
// branch that carries members, and what a discriminator unknown to the schema
// came with. The codec relies on this order.
func (g *generator) union(d *decls, u *model.Union) {
	members := u.Base.All
	names := g.names.members[u]
	tag := names[tagIndex(u)]

	fields := g.memberFields(u, u, members)
	if hasBranchFields(u) {
		fields = append(fields, jen.Line(), jen.Comment(fieldSentence("The branches.")), jen.Line())
	}
	next := len(members)
	for _, b := range u.Branches {
		if isEmpty(b.Type) {
			continue
		}
		fields = appendDoc(fields, g.branchDoc(b))
		fields = append(fields, aligned(jen.Id(names[next]), pointer(jen.Id(g.names.defs[b.Type]))))
		next++
	}
	fields = append(fields, jen.Line(),
		jen.Comment(fieldSentence("UnknownBranch has the members that came with a "+tag+" unknown to this package.")),
		glue(jen.Id("UnknownBranch "), rawMessage()))
	d.add(g.typeDoc(u), declareStruct(g.names.defs[u], fields))
}

// hasBranchFields reports whether any branch of u carries members.
func hasBranchFields(u *model.Union) bool {
	return slices.ContainsFunc(u.Branches, func(b *model.Branch) bool { return !isEmpty(b.Type) })
}

// tagIndex is the place of u's discriminator among its members.
func tagIndex(u *model.Union) int {
	for i, m := range u.Base.All {
		if m == u.Tag {
			return i
		}
	}
	panic("a union's discriminator is a member of its base")
}

// isEmpty reports whether t carries nothing. A union has its discriminator.
func isEmpty(t model.Object) bool {
	s, ok := t.(*model.Struct)
	return ok && len(s.All) == 0
}
