package site

import (
	"html/template"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
)

// An overview is the first page.
type overview struct {
	frame
	Counts  []count
	Modules []overviewModule
	// Releases are those that the site compares, nil if it does not.
	Releases *releases
}

// releases are the steps between the releases that a site compares.
type releases struct {
	Intro              string
	Neighbours, Newest []changesLink
}

// An overviewModule is a module on the first page.
type overviewModule struct {
	moduleLink
	Heading string // of the module's documentation
	Counts  []count
	// Intro is the first paragraph of the module's free-form documentation.
	Intro template.HTML
}

func (b *builder) overview() *overview {
	o := &overview{frame: b.frame("", b.opts.Title, nil), Counts: countKinds(b.schema.Definitions)}
	if b.opts.History != nil {
		labels := b.opts.History.Labels()
		o.Releases = &releases{Intro: "What each release has is worked out from its schema: " + strings.Join(labels, ", ") +
			". A page says at each part which of them have it."}
		o.Releases.Neighbours, o.Releases.Newest = b.changesLinks("")
	}
	links := b.moduleLinks("", nil)
	for i, m := range b.schema.Modules {
		o.Modules = append(o.Modules, overviewModule{links[i], b.heading(m), countKinds(m.Definitions), b.intro(m)})
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
