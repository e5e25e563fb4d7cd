package gen

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// enum writes a string type with its constants and Known.
func (g *generator) enum(d *decls, e *model.Enum) {
	name := g.names.defs[e]
	d.add(g.typeDoc(e), jen.Type().Id(name).String())
	if len(e.Values) > 0 {
		constants := make([]jen.Code, 0, 2*len(e.Values))
		for i, v := range e.Values {
			constants = appendDoc(constants, g.valueDoc(e, v))
			constants = append(constants, aligned(
				jen.Id(g.names.members[e][i]), jen.Id(name), jen.Op("= "+strconv.Quote(v.Name))))
		}
		d.add(sentence("The values of "+name+" that the schema lists."), jen.Const().Defs(constants...))
	}
	d.add(sentence("Known reports whether v is a value that the schema lists."),
		oneLiner("(v "+name+") Known() bool", typeVar(name)+".Has(string(v))"))
}
