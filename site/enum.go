package site

import "github.com/qapi-go/qapi-gen/model"

func (p *pageRows) enum(d *definitionPage, e *model.Enum) {
	d.Parts = p.section("Values", "", e)
	d.Parts.None = "It has no values."
	d.Signature = []typeText{{Text: "enum " + e.Name}}
}
