package gen

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// event writes the struct of an event's data with EventName. Data that is a
// type of the schema keeps that type's fields, so that a value of either
// converts to the other.
func (g *generator) event(d *decls, e *model.Event) {
	name := g.names.defs[e]
	switch arg, implicit := e.Arg.(*model.Struct); {
	case e.Arg == nil:
		d.add(g.eventDoc(e), declareStruct(name, nil))
	case implicit && arg.Implicit():
		d.add(g.eventDoc(e), declareStruct(name, g.memberFields(arg, e, arg.All)))
	default:
		d.add(g.eventDoc(e), jen.Type().Id(name).Id(g.names.defs[e.Arg]))
	}
	quoted := strconv.Quote(e.Name)
	d.add(sentence("EventName returns "+quoted+"."),
		oneLiner("("+name+") EventName() string", quoted))
}
