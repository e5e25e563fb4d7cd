package site

import "github.com/qapi-go/qapi-gen/model"

func (p *pageRows) union(d *definitionPage, u *model.Union) {
	d.Parts = p.section("Members and branches", "", u)
	d.Signature = []typeText{{Text: "union " + u.Name + ": "}}
	if !model.IsImplicit(u.Base) {
		d.Signature = append(append(d.Signature, typeText{Text: "the members of "}), p.typeTexts(u.Base)...)
		d.Signature = append(d.Signature, typeText{Text: ", and "})
	}
	d.Signature = append(d.Signature, typeText{Text: "the members of the branch that " + u.Tag.Name + " names"})
	d.Requests = p.typeSamples(u)
}
