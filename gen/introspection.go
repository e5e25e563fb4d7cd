package gen

// startIntrospection starts to build the introspection document, which takes as
// long as assigning names. The function that it returns waits for the document.
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

// introspection writes the document as a constant with one entry a line.
func (g *generator) introspection(d *decls) {
	d.doc(sentence("Introspection is the answer to query-qmp-schema, a JSON array."))
	d.layout.verbatim("const Introspection = `", g.document(), "`")
	d.end()
}
