package gen

import "github.com/qapi-go/qapi-gen/model"

// structType writes a struct, the members of its bases among its own.
func (g *generator) structType(d *decls, s *model.Struct) {
	d.doc(g.typeDoc(s))
	g.memberStruct(d, g.names.defs[s], s, s, s.All)
}

// memberStruct declares a struct with the fields for members of def.
func (g *generator) memberStruct(d *decls, name string, def, documented model.Definition, members []*model.Member) {
	if len(members) == 0 {
		d.line("type ", name, " struct{}")
	} else {
		d.block("type "+name+" struct {", func() { g.memberFields(d, def, documented, members) }, "}")
	}
	d.end()
}

// memberFields writes the fields for members of def, in their order, each
// behind its documentation. Members declared in passing are documented where
// they are declared: by the command, the event or the union.
func (g *generator) memberFields(d *decls, def, documented model.Definition, members []*model.Member) {
	for i, m := range members {
		d.doc(g.memberDoc(def, documented, m))
		d.field(g.names.members[def][i], g.fieldTypeOf(m))
	}
}

// field writes the field of a struct.
func (d *decls) field(name string, typ goType) { d.line(name, cell, d.typ(typ)) }
