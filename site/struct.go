package site

import "github.com/qapi-go/qapi-gen/model"

func (p *pageRows) structType(d *definitionPage, s *model.Struct) {
	d.Parts = p.section("Members", "", s)
	d.Parts.None = "It has no members."
	d.Signature = []typeText{{Text: "struct " + s.Name}}
	if s.Base != nil {
		d.Signature = append(append(d.Signature, typeText{Text: ": its own members, and those of "}), p.typeTexts(s.Base)...)
	}
	d.Requests = p.typeSamples(s)
}
