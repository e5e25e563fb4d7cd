package gen

import "github.com/dave/jennifer/jen"

// introspection writes the document as a constant, with a line an entry.
func (g *generator) introspection(d *decls) {
	d.add(sentence("Introspection is the answer to query-qmp-schema, a JSON array."),
		jen.Const().Id("Introspection").Op("=").Id("`"+string(g.opts.Introspection)+"`"))
}
