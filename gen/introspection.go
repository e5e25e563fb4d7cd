package gen

// introspection writes the document as a constant, with a line an entry.
func (g *generator) introspection(d *decls) {
	d.doc(sentence("Introspection is the answer to query-qmp-schema, a JSON array."))
	var document []byte
	if g.opts.Introspection != nil {
		document = g.opts.Introspection()
	}
	d.layout.verbatim("const Introspection = `", document, "`")
	d.end()
}
