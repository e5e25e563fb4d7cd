package gen

import (
	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// alternate writes a struct with a field for each alternative, all but one of
// which are nil.
func (g *generator) alternate(d *decls, a *model.Alternate) {
	fields := make([]jen.Code, 0, 2*len(a.Alternatives))
	for i, alt := range a.Alternatives {
		fields = appendDoc(fields, g.alternativeDoc(a, alt))
		fields = append(fields, aligned(jen.Id(g.names.members[a][i]), g.optionalType(alt.Type)))
	}
	d.add(g.typeDoc(a), declareStruct(g.names.defs[a], fields))
}
