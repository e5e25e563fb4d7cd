package gocode

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/devices"
)

// device writes the struct of a device, its methods and its table.
func (w *writer) device(out *source, d *device) {
	out.add(w.deviceDoc(d))
	out.line("type ", d.goName, " struct {")
	out.add(driverDoc(d))
	out.line(driverField(d.SetDevice), " string")
	out.line("ID string")
	out.line("Bus string")
	for _, p := range d.properties {
		out.add(w.propertyDoc(d, p))
		out.line(p.goName, " ", w.goType(out, d, p))
	}
	out.line("}")
	out.line()
	out.line("func (*", d.goName, ") QAPIType() *qapi.Type { return &type", d.goName, " }")
	out.line("func (v ", d.goName, ") MarshalJSON() ([]byte, error) { return qapi.Marshal(&v) }")
	out.line("func (v *", d.goName, ") UnmarshalJSON(data []byte) error { return qapi.Unmarshal(data, v) }")
	out.line("func (", d.goName, ") isDevice() {}")
	out.line()
	w.table(out, d)
}

// driverField returns the name of the field for the device's name.
func driverField(d *devices.SetDevice) string {
	if len(d.Models) > 0 {
		return "Model"
	}
	return "Driver"
}

// goType returns the type of a property's field.
func (w *writer) goType(out *source, d *device, p property) string {
	switch p.Type.Kind {
	case devices.Bool:
		return "*bool"
	case devices.Int:
		return "*" + integer(p.Type)
	case devices.Text:
		return "*string"
	case devices.Reference:
		return "string"
	case devices.Enumeration, devices.Struct:
		// The schema tells which of both it is.
		if name := w.schemaType(out, p); name != "" {
			return "*" + name
		}
		if p.Type.Kind == devices.Enumeration {
			w.warnUnknown(d, p, "any text")
			return "*string"
		}
		w.warnUnknown(d, p, "any JSON")
	case devices.StructList:
		if name := w.schemaType(out, p); name != "" {
			return "[]" + name
		}
		w.warnUnknown(d, p, "any array")
		out.imports[jsonPath] = true
		return "[]json.RawMessage"
	case devices.List:
		out.imports[jsonPath] = true
		return "[]json.RawMessage"
	case devices.Raw, devices.Internal:
	}
	out.imports[jsonPath] = true
	return "json.RawMessage"
}

// schemaType returns the name of a property's type in the package of the schema, or ""
// if the schema does not have it.
func (w *writer) schemaType(out *source, p property) string {
	name := w.opts.Schema.Types[p.Type.Name]
	if name == "" {
		return ""
	}
	out.imports[w.opts.Schema.Path] = true
	return w.opts.Schema.Name + "." + name
}

// integer returns the smallest Go type for an integer type of QEMU.
func integer(t devices.Type) string {
	bits := max(t.Bits, 8)
	if t.Unsigned {
		return "uint" + strconv.Itoa(bits)
	}
	return "int" + strconv.Itoa(bits)
}

// warnUnknown warns once of a type that the schema does not have.
func (w *writer) warnUnknown(d *device, p property, instead string) {
	if w.warned[p.Type.Name] {
		return
	}
	w.warned[p.Type.Name] = true
	w.warnf("the schema has no type %s, which the property %s of %s has: the package takes %s for it", p.Type.Name, p.Name, d.Name, instead)
}

// table writes the variable with the qapi.Type of a device.
func (*writer) table(out *source, d *device) {
	out.line("var type", d.goName, " = qapi.Type{Name: ", strconv.Quote(d.Name), ", Kind: qapi.KindStruct, Members: []qapi.Member{")
	row := ""
	add := func(element string) {
		const width = 100
		switch {
		case row == "":
			row = element
		case len(row)+1+len(element) > width:
			out.line(row)
			row = element
		default:
			row += " " + element
		}
	}
	member := func(name string) { add(fmt.Sprintf("{Name: %q, Flags: opt},", name)) }
	add(fmt.Sprintf("{Name: %q},", ownMembers[0]))
	for _, name := range ownMembers[1:] {
		member(name)
	}
	for _, p := range d.properties {
		member(p.Name)
	}
	out.line(row)
	out.add("}, Driver: &qapi.Driver{Names: []string{")
	if len(d.Models) == 0 {
		out.line(quoted(d.Names()), "}}}")
		out.line()
		return
	}
	out.line()
	row = ""
	for _, name := range d.Names() {
		add(strconv.Quote(name) + ",")
	}
	out.line(row)
	out.line("}, Suffix: ", strconv.Quote(d.Suffix), "}}")
	out.line()
}

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	return strings.Join(list, ", ")
}
