package site

import (
	"html/template"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
)

// An overview is the first page.
type overview struct {
	frame
	Counts  []count
	Modules []overviewModule
}

// An overviewModule is a module on the first page.
type overviewModule struct {
	navModule
	Counts []count
	// Intro is the first paragraph of the module's free-form documentation.
	Intro template.HTML
}

func (b *builder) overview() *overview {
	o := &overview{frame: b.frame("", b.opts.Title, nil), Counts: countKinds(b.schema.Definitions)}
	for i, m := range b.schema.Modules {
		o.Modules = append(o.Modules, overviewModule{o.Nav[i], countKinds(m.Definitions), b.intro(m)})
	}
	return o
}

func (b *builder) intro(m *model.Module) template.HTML {
	for _, c := range b.freeForm[m] {
		for _, block := range c.blocks {
			if p, ok := block.(*doc.Paragraph); ok {
				printer := b.printer("")
				printer.spans(p.Text)
				return printer.take()
			}
		}
	}
	return ""
}
