package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/model"
)

// typeVar returns the variable with the table of the Go type name.
func typeVar(name string) string { return "type" + name }

// wire writes what the codec needs for each type: its table, and the methods by
// which the codec and encoding/json find it. A runtime that cannot run such
// tables does not declare their version. The compiler's error then points at
// the comment that explains it.
func (g *generator) wire(d *decls) {
	d.doc(sentence("If this is undefined, the runtime does not run tables of the form in this file: " +
		"generate the package with the qapi-gen of the version that go.mod requires."))
	d.line("const _ = ", d.qual(codecPath, "TableVersion1"))
	d.end()
	for _, m := range g.schema.Modules {
		for _, def := range g.inventory.byModule[m] {
			g.wireDefinition(d, def)
		}
	}
}

func (g *generator) wireDefinition(d *decls, def model.Definition) {
	name := g.names.defs[def]
	switch def := def.(type) {
	case *model.Enum:
		d.table(name, def.Name, "Enum", func(t *table) {
			t.startList("Values", "EnumValue", len(def.Values))
			for _, v := range def.Values {
				t.row(v.Name, flagsField(memberFlags(false, v.Features)))
			}
		})
		d.qapiType(name, name)
		d.end()
	case *model.Struct:
		d.structTable(name, def)
		d.codecMethods(name, name)
	case *model.Union:
		d.unionTable(name, def)
		d.codecMethods(name, name)
	case *model.Alternate:
		d.table(name, def.Name, "Alternate", func(t *table) {
			t.startList("Members", "Member", len(def.Alternatives))
			for _, alt := range def.Alternatives {
				t.row(alt.Name, "")
			}
		})
		d.codecMethods(name, name)
	case *model.Command:
		if name := g.names.args[def]; name != "" {
			d.structTable(name, def.Arg.(*model.Struct))
			d.codecMethods(name, name)
		}
	case *model.Event:
		g.wireEvent(d, def)
	}
}

// wireEvent reuses the table of data that is a type of the schema.
func (g *generator) wireEvent(d *decls, e *model.Event) {
	name := g.names.defs[e]
	data, isStruct := e.Arg.(*model.Struct)
	switch {
	case e.Arg == nil:
		d.table(name, e.Name, "Struct", func(*table) {})
	case isStruct && data.Implicit():
		d.structTable(name, data)
	default:
		d.codecMethods(name, g.names.defs[e.Arg])
		return
	}
	d.codecMethods(name, name)
}

// codecMethods declares the methods of the type name. Its table is that of
// owner.
func (d *decls) codecMethods(name, owner string) {
	d.qapiType(name, owner)
	d.oneLiner("(v "+name+") MarshalJSON() ([]byte, error)", "qapi.Marshal(v)")
	d.oneLiner("(v *"+name+") UnmarshalJSON(data []byte) error", "qapi.Unmarshal(data, v)")
	d.end()
}

func (d *decls) qapiType(name, owner string) {
	d.oneLiner("(*"+name+") QAPIType() *qapi.Type", "&"+typeVar(owner))
}

func (d *decls) structTable(goName string, s *model.Struct) {
	d.table(goName, s.Name, "Struct", func(t *table) { t.members(s.All) })
}

func (d *decls) unionTable(goName string, u *model.Union) {
	d.table(goName, u.Name, "Union", func(t *table) {
		if i := tagIndex(u); i > 0 {
			t.text = strconv.AppendInt(append(t.text, ", Tag: "...), int64(i), 10)
		}
		t.members(u.Base.All)
		t.branches(u.Branches)
	})
}

// memberFlags returns the runtime's flags for a member or a value.
func memberFlags(optional bool, features []*model.Feature) string {
	if optional {
		return or("qapi.Optional", specialFlags(features, "qapi", "Member"))
	}
	return specialFlags(features, "qapi", "Member")
}

// specialFlags returns the runtime's flags for special features. They are
// declared in package pkg of the runtime, for the given kind of thing.
func specialFlags(features []*model.Feature, pkg, kind string) string {
	var flags string
	if model.HasFeature(features, model.Deprecated) {
		flags = pkg + ".Deprecated" + kind
	}
	if model.HasFeature(features, model.Unstable) {
		flags = or(flags, pkg+".Unstable"+kind)
	}
	return flags
}

// flagsField returns the field of a composite literal that has flags, or ""
// without flags.
func flagsField(flags string) string {
	if flags == "" {
		return ""
	}
	return ", Flags: " + flags
}

// or joins flags, either of which may be empty.
func or(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " | " + b
}
