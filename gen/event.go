package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// event writes the struct of an event's data with EventName. Data that is a
// type of the schema keeps that type's fields, so that a value of either
// converts to the other.
func (g *generator) event(d *decls, e *model.Event) {
	name := g.names.defs[e]
	d.doc(g.eventDoc(e))
	switch arg, isStruct := e.Arg.(*model.Struct); {
	case e.Arg == nil:
		g.memberStruct(d, name, nil, nil, nil)
	case isStruct && arg.Implicit():
		g.memberStruct(d, name, arg, e, arg.All)
	default:
		d.line("type ", name, " ", g.names.defs[e.Arg])
		d.end()
	}
	quoted := strconv.Quote(e.Name)
	d.doc(sentence("EventName returns " + quoted + "."))
	d.oneLiner("("+name+") EventName() string", quoted)
	d.end()
}
