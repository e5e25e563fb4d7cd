package gen

import (
	"strconv"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// RegistryFile is a further file for the package of s: a variable Registry of
// type map[string]any that has pointers to the Go types of, by these keys,
// "args COMMAND", "return COMMAND", "event EVENT" and the schema's types. An
// object without members stands for what is not there.
func RegistryFile(s *model.Schema, opts Options) File {
	inv := newInventory(s)
	names, _ := assignNames(inv.all, opts.Names)
	g := &generator{schema: s, inventory: inv, opts: opts, names: names}
	var rows []jen.Code
	add := func(key string, typ jen.Code) {
		rows = append(rows, glue(jen.Op(strconv.Quote(key)+": "), call(jen.Op("new"), typ), jen.Op(",")))
	}
	for _, d := range s.Definitions {
		name := d.Common().Name
		switch d := d.(type) {
		case *model.Command:
			args, ret := jen.Id("nothing"), jen.Id("nothing")
			if d.Arg != nil {
				args = g.argType(d)
			}
			if d.Ret != nil {
				ret = g.retType(d)
			}
			add("args "+name, args)
			add("return "+name, ret)
		case *model.Event:
			add("event "+name, jen.Id(names.defs[d]))
		case model.Type:
			add(name, g.goType(d))
			add("["+name+"]", prefix("[]", g.goType(d)))
		}
	}
	return g.file(source{"registry.go", "", func(d *decls) {
		d.add("", jen.Var().Id("Registry").Op("=").Add(literal(jen.Id("map[string]any"), rows...)))
		d.add("", jen.Type().Id("nothing").Add(body("struct")))
		wireTable(d, "Nothing", table{name: "nothing", kind: "Struct"})
		d.add("", funcDecl(jen.Id("*nothing"), "QAPIType", nil, pointer(codecName("Type")),
			jen.Return(jen.Id("&typeNothing"))))
	}}, false)
}
