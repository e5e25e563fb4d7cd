package site

import "github.com/qapi-go/qapi-gen/model"

func (p *pageRows) alternate(d *definitionPage, a *model.Alternate) {
	d.Parts = p.section("One of", "", a)
	d.Signature = []typeText{{Text: "alternate " + a.Name + " = "}}
	for i, alt := range a.Alternatives {
		if i > 0 {
			d.Signature = append(d.Signature, typeText{Text: " | "})
		}
		d.Signature = append(d.Signature, p.typeTexts(alt.Type)...)
	}
	d.Requests = p.typeSamples(a)
}
