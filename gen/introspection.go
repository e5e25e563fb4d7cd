package gen

// startIntrospection starts the making of the introspection document, which
// takes as long as the names take. The function that it returns waits for it.
func startIntrospection(opts Options) (document func() []byte) {
	if opts.Introspection == nil || !opts.server() {
		return func() []byte { return nil }
	}
	var text []byte
	done := make(chan struct{})
	go func() {
		defer close(done)
		text = opts.Introspection()
	}()
	return func() []byte {
		<-done
		return text
	}
}

// introspection writes the document as a constant, with a line an entry.
func (g *generator) introspection(d *decls) {
	d.doc(sentence("Introspection is the answer to query-qmp-schema, a JSON array."))
	d.layout.verbatim("const Introspection = `", g.document(), "`")
	d.end()
}
