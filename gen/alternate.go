package gen

import "github.com/qapi-go/qapi-gen/model"

// alternate writes a struct with a field for each alternative. Exactly one
// field of a value is not nil.
func (g *generator) alternate(d *decls, a *model.Alternate) {
	d.doc(g.typeDoc(a))
	d.block("type "+g.names.defs[a]+" struct {", func() {
		for i, alt := range a.Alternatives {
			d.doc(g.alternativeDoc(a, alt))
			d.field(g.names.members[a][i], g.optionalTypeOf(alt.Type))
		}
	}, "}")
	d.end()
}
