package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// event writes the struct of an event's data with the method EventName. If the
// data is a type of the schema, the struct has the fields of that type, so that
// values convert between the two.
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
