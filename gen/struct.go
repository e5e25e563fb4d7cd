package gen

import (
	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// structType writes a struct, the members of its bases among its own.
func (g *generator) structType(d *decls, s *model.Struct) {
	d.add(g.typeDoc(s), declareStruct(g.names.defs[s], g.memberFields(s, s, s.All)))
}

func declareStruct(name string, fields []jen.Code) *jen.Statement {
	return jen.Type().Id(name).Add(body("struct", fields...))
}

// memberFields are the fields for members of def, in their order, each behind
// its documentation. Members declared in passing are documented where they
// are declared: by the command, the event or the union.
func (g *generator) memberFields(def, documented model.Definition, members []*model.Member) []jen.Code {
	fields := make([]jen.Code, 0, 2*len(members))
	for i, m := range members {
		fields = appendDoc(fields, g.memberDoc(def, documented, m))
		fields = append(fields, aligned(jen.Id(g.names.members[def][i]), g.fieldType(m)))
	}
	return fields
}
