package gen

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
)

// typeVar is the variable with the table of the Go type name.
func typeVar(name string) string { return "type" + name }

// wire writes what the codec needs of each type: its table, and the methods by
// which it and encoding/json find it. A runtime that does not run such tables
// does not declare their version, and the compiler points at the comment.
func (g *generator) wire(d *decls) {
	d.add(sentence("If this is undefined, the runtime does not run tables of the form in this file: "+
		"generate the package with the qapi-gen of the version that go.mod requires."),
		jen.Const().Id("_").Op("=").Add(codecName("TableVersion1")))
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
		wireTable(d, name, table{def.Name, "Enum", []list{{"Values", "EnumValue", valueRows(def)}}, 0})
		d.add("", qapiType(name, name))
	case *model.Struct:
		wireTable(d, name, structTable(def))
		d.add("", codecMethods(name, name)...)
	case *model.Union:
		wireTable(d, name, unionTable(def))
		d.add("", codecMethods(name, name)...)
	case *model.Alternate:
		wireTable(d, name, table{def.Name, "Alternate", []list{{"Members", "Member", alternativeRows(def)}}, 0})
		d.add("", codecMethods(name, name)...)
	case *model.Command:
		if name := g.names.args[def]; name != "" {
			wireTable(d, name, structTable(def.Arg.(*model.Struct)))
			d.add("", codecMethods(name, name)...)
		}
	case *model.Event:
		g.wireEvent(d, def)
	}
}

// wireEvent shares the table of data that is a type of the schema.
func (g *generator) wireEvent(d *decls, e *model.Event) {
	name := g.names.defs[e]
	data, isStruct := e.Arg.(*model.Struct)
	switch {
	case e.Arg == nil:
		wireTable(d, name, table{name: e.Name, kind: "Struct"})
	case isStruct && data.Implicit():
		wireTable(d, name, structTable(data))
	default:
		d.add("", codecMethods(name, g.names.defs[e.Arg])...)
		return
	}
	d.add("", codecMethods(name, name)...)
}

// codecMethods are the methods of the type name whose table is that of owner.
func codecMethods(name, owner string) []jen.Code {
	return []jen.Code{
		qapiType(name, owner),
		oneLiner("(v "+name+") MarshalJSON() ([]byte, error)", "qapi.Marshal(v)"),
		oneLiner("(v *"+name+") UnmarshalJSON(data []byte) error", "qapi.Unmarshal(data, v)"),
	}
}

func qapiType(name, owner string) jen.Code {
	return oneLiner("(*"+name+") QAPIType() *qapi.Type", "&"+typeVar(owner))
}

// A table is a qapi.Type to be.
type table struct {
	name  string // in the schema
	kind  string
	lists []list
	tag   int
}

// A list is a field of a qapi.Type that is a slice.
type list struct {
	field, elem string
	rows        []string
}

func structTable(s *model.Struct) table {
	return table{s.Name, "Struct", []list{{"Members", "Member", memberRows(s.All)}}, 0}
}

func unionTable(u *model.Union) table {
	return table{u.Name, "Union", []list{
		{"Members", "Member", memberRows(u.Base.All)},
		{"Branches", "Branch", branchRows(u)},
	}, tagIndex(u)}
}

// wireTable declares the variable of a table. Its rows are plain text, since
// they only name things of the schema and flags of the runtime; they fill
// lines.
func wireTable(d *decls, goName string, t table) {
	var b strings.Builder
	b.WriteString("var " + typeVar(goName) + " = qapi.Type{Name: " + strconv.Quote(t.name) + ", Kind: qapi.Kind" + t.kind)
	if t.tag != 0 {
		b.WriteString(", Tag: " + strconv.Itoa(t.tag))
	}
	for _, l := range t.lists {
		if len(l.rows) > 0 {
			b.WriteString(", " + l.field + ": []qapi." + l.elem + "{\n")
			fill(&b, l.rows)
			b.WriteString("}")
		}
	}
	b.WriteString("}")
	d.add("", jen.Op(b.String()))
}

// fill writes rows, as many a line as go in 100 columns.
func fill(b *strings.Builder, rows []string) {
	const width = 100
	col := 0
	for i, row := range rows {
		if i > 0 && col+len(row)+2 > width {
			b.WriteByte('\n')
			col = 0
		} else if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(row + ",")
		col += len(row) + 2
	}
	b.WriteByte('\n')
}

func memberRows(members []*model.Member) []string {
	rows := make([]string, len(members))
	for i, m := range members {
		rows[i] = tableRow(m.Name, memberFlags(m.Optional, m.Features))
	}
	return rows
}

func valueRows(e *model.Enum) []string {
	rows := make([]string, len(e.Values))
	for i, v := range e.Values {
		rows[i] = tableRow(v.Name, memberFlags(false, v.Features))
	}
	return rows
}

func alternativeRows(a *model.Alternate) []string {
	rows := make([]string, len(a.Alternatives))
	for i, alt := range a.Alternatives {
		rows[i] = tableRow(alt.Name, nil)
	}
	return rows
}

func branchRows(u *model.Union) []string {
	rows := make([]string, len(u.Branches))
	for i, b := range u.Branches {
		rows[i] = "{Name: " + strconv.Quote(b.Name) + "}"
		if isEmpty(b.Type) {
			rows[i] = "{Name: " + strconv.Quote(b.Name) + ", Empty: true}"
		}
	}
	return rows
}

func tableRow(name string, flags []string) string {
	if len(flags) == 0 {
		return "{Name: " + strconv.Quote(name) + "}"
	}
	return "{Name: " + strconv.Quote(name) + ", Flags: " + strings.Join(flags, " | ") + "}"
}

func memberFlags(optional bool, features []*model.Feature) []string {
	var flags []string
	if optional {
		flags = append(flags, "qapi.Optional")
	}
	return append(flags, specialFlags(features, "qapi", "Member")...)
}

// specialFlags are the runtime's flags for the special features of a thing of
// the given kind, of the runtime's package room.
func specialFlags(features []*model.Feature, room, kind string) []string {
	var flags []string
	if model.HasFeature(features, model.Deprecated) {
		flags = append(flags, room+".Deprecated"+kind)
	}
	if model.HasFeature(features, model.Unstable) {
		flags = append(flags, room+".Unstable"+kind)
	}
	return flags
}
