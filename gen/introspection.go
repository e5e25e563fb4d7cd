package gen

// introspection writes the document as a constant, with a line an entry.
func (g *generator) introspection(d *decls) {
	d.doc(sentence("Introspection is the answer to query-qmp-schema, a JSON array."))
	d.layout.verbatim("const Introspection = `", g.opts.Introspection, "`")
	d.end()
}
