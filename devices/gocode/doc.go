package gocode

import (
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/doc/godoc"
)

func declaration(text string) string { return comment(godoc.Declaration, text) }

func field(text string) string { return comment(godoc.Field, text) }

func comment(style godoc.Style, text string) string { return godoc.Sentence(style, text) + "\n" }

func (w *writer) warnf(format string, args ...any) {
	w.diags = append(w.diags, diag.Diagnostic{Severity: diag.Warning, Message: fmt.Sprintf(format, args...)})
}

func (w *writer) packageDoc() string {
	var c godoc.Comment
	c.Say("Package " + w.opts.Package + " has devices of QEMU, for device_add and the option -device. They were recorded from " +
		devices.Enumerate(w.set.Labels()) + ".")
	c.Say("The zero value of a field is absent: a pointer, slice or raw JSON that is nil, and text that is empty where a field is a string. " +
		"QEMU then takes the default. A comment says which recordings lack a device or a property that others have.")
	c.Say("The fields Driver, ID and Bus are the arguments of that name in device_add. Driver may be left empty. If Bus is empty, QEMU chooses one.")
	c.Say("[Argv] writes a device for QEMU's command line, and [Decode] reads one.")
	return c.String() + "\n"
}

// deviceDoc documents the struct of a device.
func (w *writer) deviceDoc(d *device) string {
	var c godoc.Comment
	text := d.goName + " is the device " + d.Name
	if len(d.Models) > 0 {
		text = d.goName + " is a CPU of a model whose device ends in " + d.Suffix
	}
	if len(d.Aliases) > 0 {
		text += ", also called " + devices.Enumerate(d.Aliases)
	}
	if d.Bus != "" {
		text += ", on a bus of type " + d.Bus
	}
	if d.Description != "" {
		text += ": " + strings.TrimSuffix(d.Description, ".")
	}
	c.Say(text + ".")
	if only := w.set.Presence(d.In, w.set.Recordings); only != "" {
		c.Say(only)
	}
	if d.Internal {
		c.Say("It belongs to a machine: a user cannot create it.")
	}
	return c.String() + "\n"
}

// driverDoc documents the field with the name of a device.
func driverDoc(d *device) string {
	if len(d.Models) > 0 {
		return field("Model must not be empty. An example is " + d.Models[len(d.Models)-1] + ".")
	}
	if len(d.Aliases) == 0 {
		return ""
	}
	return field("Driver may be left empty, or be another name of the device.")
}

// propertyDoc documents the field of a property: what QEMU says of it, its default, and
// which recordings have it. It is empty if there is nothing to say.
func (w *writer) propertyDoc(d *device, p property) string {
	var sentences []string
	if text := strings.TrimRight(p.Text(), ". "); text != "" {
		sentences = append(sentences, text+".")
	}
	if text := p.DefaultText(); text != "" {
		sentences = append(sentences, "Default: "+text+".")
	}
	if only := w.set.Presence(p.In, d.In); only != "" {
		sentences = append(sentences, only)
	}
	if len(sentences) == 0 {
		return ""
	}
	return field(strings.Join(sentences, " "))
}
