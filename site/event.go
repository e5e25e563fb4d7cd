package site

import "github.com/qapi-go/qapi-gen/model"

func (p *pageRows) event(d *definitionPage, e *model.Event) {
	d.Base = e.Name
	d.Parts = p.data("Data", "It carries no data.", e.Arg)
	d.Signature = p.signature(e.Name, e.Arg)
	d.Requests = p.eventSamples(e)
}
