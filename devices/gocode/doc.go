package gocode

import (
	"fmt"
	"slices"
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
		enumerate(mapped(w.set.Recordings, (*devices.Recording).Label)) + ".")
	c.Say("The zero value of a field is absent: a pointer, slice or raw JSON that is nil, and text that is empty where a field is a string. " +
		"QEMU then takes the default. A comment says which recordings lack a device or a property that others have.")
	c.Say("The fields Driver, ID and Bus are the arguments of that name in device_add. Driver may be left empty. If Bus is empty, QEMU chooses one.")
	c.Say("[Argv] writes a device for QEMU's command line, and [Decode] reads one.")
	return c.String() + "\n"
}

// enumerate formats a list in words: "a, b and c".
func enumerate(words []string) string {
	last := len(words) - 1
	if last <= 0 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// deviceDoc documents the struct of a device.
func (w *writer) deviceDoc(d *device) string {
	var c godoc.Comment
	text := d.goName + " is the device " + d.Name
	if len(d.Models) > 0 {
		text = d.goName + " is a CPU of a model whose device ends in " + d.Suffix
	}
	if len(d.Aliases) > 0 {
		text += ", also called " + enumerate(d.Aliases)
	}
	if d.Bus != "" {
		text += ", on a bus of type " + d.Bus
	}
	if d.Description != "" {
		text += ": " + strings.TrimSuffix(d.Description, ".")
	}
	c.Say(text + ".")
	if only := w.recordings(d.In, w.set.Recordings); only != "" {
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
	if text := strings.TrimRight(p.Description, ". "); text != "" && !repeatsValues(p) {
		sentences = append(sentences, text+".")
	}
	if text := defaultText(p); text != "" {
		sentences = append(sentences, "Default: "+text+".")
	}
	if only := w.recordings(p.In, d.In); only != "" {
		sentences = append(sentences, only)
	}
	if len(sentences) == 0 {
		return ""
	}
	return field(strings.Join(sentences, " "))
}

// repeatsValues reports whether the description of a property lists no more than the
// values of its type, as "on/off/auto" does.
func repeatsValues(p property) bool {
	if p.Type.Kind != devices.Bool && p.Type.Kind != devices.Enumeration {
		return false
	}
	return !strings.Contains(p.Description, " ") && strings.Contains(p.Description, "/")
}

// defaultText returns the default of a property, if it is a value that a program could
// set. QEMU lists -1 for a PCI address, which means none.
func defaultText(p property) string {
	isText := strings.HasPrefix(p.Default, `"`)
	switch p.Type.Kind {
	case devices.Text, devices.Reference, devices.Enumeration:
		if !isText {
			return ""
		}
	case devices.List, devices.StructList:
		if p.Default == "[]" {
			return ""
		}
	case devices.Raw, devices.Bool, devices.Int, devices.Struct, devices.Internal:
	}
	return p.Default
}

// recordings says which of the recordings have something, or lack it if these are fewer.
// It is empty if all have it.
func (w *writer) recordings(have, all []*devices.Recording) string {
	if len(have) == len(all) {
		return ""
	}
	var missing []*devices.Recording
	for _, r := range all {
		if !slices.Contains(have, r) {
			missing = append(missing, r)
		}
	}
	if len(missing) < len(have) {
		return "Not in " + w.labels(missing) + "."
	}
	return "Only in " + w.labels(have) + "."
}

// labels names recordings by what tells them from others: the version with its targets,
// or one of both if the other is the same everywhere.
func (w *writer) labels(list []*devices.Recording) string {
	all := w.set.Recordings
	differs := func(get func(*devices.Recording) string) bool {
		return slices.ContainsFunc(all, func(r *devices.Recording) bool { return get(r) != get(all[0]) })
	}
	version := func(r *devices.Recording) string { return r.Version }
	target := func(r *devices.Recording) string { return r.Target }
	if !differs(version) {
		return enumerate(mapped(list, target))
	}
	if !differs(target) {
		return enumerate(mapped(list, version))
	}
	var groups []string
	for len(list) > 0 {
		end := slices.IndexFunc(list, func(r *devices.Recording) bool { return r.Version != list[0].Version })
		if end < 0 {
			end = len(list)
		}
		groups = append(groups, list[0].Version+" ("+strings.Join(mapped(list[:end], target), ", ")+")")
		list = list[end:]
	}
	return enumerate(groups)
}

func mapped[T any](list []T, f func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
