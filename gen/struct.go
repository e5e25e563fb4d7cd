package gen

import "github.com/qapi-go/qapi-gen/model"

// structType declares a struct with its members, including those of its bases.
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

// memberFields writes a field with its documentation for each member of def. The
// definition documented has that documentation. It differs from def for the members
// of an implicit struct: the command, event or union around it documents them.
func (g *generator) memberFields(d *decls, def, documented model.Definition, members []*model.Member) {
	for i, m := range members {
		d.doc(g.memberDoc(def, documented, m))
		d.field(g.names.members[def][i], g.fieldTypeOf(m))
	}
}

// field writes a field of a struct.
func (d *decls) field(name string, typ goType) { d.line(name, cell, d.typ(typ)) }
