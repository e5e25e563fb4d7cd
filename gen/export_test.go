package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// RegistryFile returns an additional file for the package of s: a variable
// Registry of type map[string]any with pointers to the Go types, under the keys
// "args COMMAND", "return COMMAND", "event EVENT" and the names of types. An
// object without members stands for absent arguments, results or data.
func RegistryFile(s *model.Schema, opts Options) File {
	inv := newInventory(s)
	names, _ := assignNames(inv.all, opts.Names)
	g := &generator{schema: s, inventory: inv, opts: opts, names: names}
	return g.file(&decls{}, source{"registry.go", "", func(d *decls) {
		d.block("var Registry = map[string]any{", func() { g.registryRows(d) }, "}")
		d.end()
		d.line("type nothing struct{}")
		d.end()
		d.table("Nothing", "nothing", "Struct", func(*table) {})
		d.line("func (*nothing) QAPIType() *", d.qual(codecPath, "Type"), " { return &typeNothing }")
		d.end()
	}}, false)
}

func (g *generator) registryRows(d *decls) {
	add := func(key string, typ goType) { d.line(strconv.Quote(key), ": new(", d.typ(typ), "),") }
	for _, def := range g.schema.Definitions {
		name := def.Common().Name
		switch def := def.(type) {
		case *model.Command:
			args, ret := goType{name: "nothing"}, goType{name: "nothing"}
			if def.Arg != nil {
				args = g.argTypeOf(def)
			}
			if def.Ret != nil {
				ret = g.retTypeOf(def)
			}
			add("args "+name, args)
			add("return "+name, ret)
		case *model.Event:
			add("event "+name, goType{name: g.names.defs[def]})
		case model.Type:
			add(name, g.typeOf(def))
			add("["+name+"]", g.typeOf(def).withMark("[]"))
		}
	}
}
