package model

import "github.com/qapi-go/qapi-gen/parser"

// An Event is an event ("Events").
type Event struct {
	Header
	Arg   Object // nil if there are no data
	Boxed bool

	arg typeRef
}

func (r *reader) event(h Header, obj *parser.Value) declarable {
	e := &Event{Header: h, Boxed: r.flag(obj, "boxed", false)}
	e.arg = r.data(&h, obj, e.Boxed)
	return e
}

func (e *Event) declare(b *builder) {
	b.declareFeatures(e.Features)
	if e.arg.implicit != nil {
		e.arg.implicit.declare(b)
	}
	b.define(e)
}

func (e *Event) check(b *builder) {
	b.checkFeatures(&e.Header, e.Features)
	e.Arg = b.arguments(&e.Header, "event", &e.arg, e.Boxed)
}

func (e *Event) clone() configurable { dup := *e; return &dup }

func (e *Event) configure(c *configurer) {
	e.Arg = c.objectFor(&e.Header, &e.arg, e.Arg, e.in)
}
