package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// enum writes a string type with its constants and the method Known.
func (g *generator) enum(d *decls, e *model.Enum) {
	name := g.names.defs[e]
	d.doc(g.typeDoc(e))
	d.line("type ", name, " string")
	d.end()
	if len(e.Values) > 0 {
		d.doc(sentence("The values of " + name + " that the schema lists."))
		d.block("const (", func() {
			for i, v := range e.Values {
				d.doc(g.valueDoc(e, v))
				d.line(g.names.members[e][i], cell, name, cell, "= ", strconv.Quote(v.Name))
			}
		}, ")")
		d.end()
	}
	d.doc(sentence("Known reports whether v is a value that the schema lists."))
	d.oneLiner("(v "+name+") Known() bool", typeVar(name)+".Has(string(v))")
	d.end()
}
