package devices

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// A document is the JSON form of a Recording.
//
// Hundreds of devices have the same properties, and thousands of properties the same
// definition. The document defines each name once, with the definition that most
// devices have, and a device lists names. It lists a definition of its own where that
// differs, and nothing if another device has an equal list.
type document struct {
	Format     int            `json:"qapi-gen-devices"`
	QEMU       string         `json:"qemu"`
	Package    string         `json:"package,omitempty"`
	Target     string         `json:"target"`
	Enums      []enumEntry    `json:"enums,omitempty"`
	Properties []propertyJSON `json:"properties"`
	Devices    []deviceJSON   `json:"devices"`
	Failures   []failureJSON  `json:"failures,omitempty"`
}

// formatVersion is the value of the first member.
const formatVersion = 1

type enumEntry struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

type propertyJSON struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Default     json.RawMessage `json:"default,omitempty"`
	Description string          `json:"description,omitempty"`
}

type deviceJSON struct {
	Name        string `json:"name"`
	Parent      string `json:"parent,omitempty"`
	Bus         string `json:"bus,omitempty"`
	Alias       string `json:"alias,omitempty"`
	Category    string `json:"category,omitempty"`
	Description string `json:"description,omitempty"`
	Internal    bool   `json:"internal,omitempty"`
	// SameAs is the device with the same list. Without it the list is in Properties:
	// a string for the definition that the document has, or a propertyJSON.
	SameAs     string            `json:"same-properties-as,omitempty"`
	Properties []json.RawMessage `json:"properties,omitempty"`
}

type failureJSON struct {
	Device string `json:"device"`
	Reason string `json:"reason"`
}

// Encode returns the recording as JSON. Equal recordings give equal bytes. A property,
// a device and a failure begin a line each, so that a version control system shows what
// changed.
func (r *Recording) Encode() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"qapi-gen-devices\": %d,\n", formatVersion)
	member := func(name string, value any) {
		out.WriteString(`"` + name + `": `)
		out.Write(compact(value))
		out.WriteString(",\n")
	}
	member("qemu", r.Version)
	if r.Package != "" {
		member("package", r.Package)
	}
	member("target", r.Target)
	if len(r.Enums) > 0 {
		lines(&out, "enums", r.Enums, func(e Enum) []byte { return compact(enumEntry(e)) })
		out.WriteString(",\n")
	}
	common := commonProperties(r.Devices)
	lines(&out, "properties", common, func(p Property) []byte { return compact(p.json()) })
	out.WriteString(",\n")
	first := map[string]string{}
	lines(&out, "devices", r.Devices, func(d *Device) []byte { return d.encode(common, first) })
	if len(r.Failures) > 0 {
		out.WriteString(",\n")
		lines(&out, "failures", r.Failures, func(f Failure) []byte { return compact(failureJSON(f)) })
	}
	out.WriteString("}\n")
	return out.Bytes()
}

// encode returns the device as JSON. common are the definitions that the document
// has. first maps an encoded list of properties to the first device that has it.
func (d *Device) encode(common []Property, first map[string]string) []byte {
	entry := deviceJSON{
		Name: d.Name, Parent: d.Parent, Bus: d.Bus, Alias: d.Alias, Category: d.Category,
		Description: d.Description, Internal: d.Internal,
	}
	var list bytes.Buffer
	for i, p := range d.Properties {
		if i > 0 {
			list.WriteString(",\n")
		}
		if same, found := lookupProperty(common, p.Name); found && same.equal(p) {
			list.Write(compact(p.Name))
		} else {
			list.Write(compact(p.json()))
		}
	}
	key := list.String()
	if name, ok := first[key]; ok {
		entry.SameAs = name
		return compact(entry)
	}
	first[key] = d.Name
	text := compact(entry)
	if len(d.Properties) == 0 {
		return text
	}
	return slices.Concat(text[:len(text)-1], []byte(`, "properties": [`+"\n"), list.Bytes(), []byte("]}"))
}

func (p Property) json() propertyJSON {
	return propertyJSON{Name: p.Name, Type: p.Type, Default: p.Default, Description: p.Description}
}

// commonProperties returns for each name the definition that most devices have, and of
// several the one that comes first as JSON. The result is sorted by name.
func commonProperties(devices []*Device) []Property {
	type candidate struct {
		property Property
		count    int
		text     string
	}
	byText := map[string]*candidate{}
	for _, d := range devices {
		for _, p := range d.Properties {
			text := string(compact(p.json()))
			c := byText[text]
			if c == nil {
				c = &candidate{property: p, text: text}
				byText[text] = c
			}
			c.count++
		}
	}
	candidates := make([]*candidate, 0, len(byText))
	for _, c := range byText {
		candidates = append(candidates, c)
	}
	slices.SortFunc(candidates, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(a.property.Name, b.property.Name), cmp.Compare(b.count, a.count), cmp.Compare(a.text, b.text))
	})
	var common []Property
	for _, c := range candidates {
		if last := len(common) - 1; last < 0 || common[last].Name != c.property.Name {
			common = append(common, c.property)
		}
	}
	return common
}

func compareNames(a, b Property) int { return cmp.Compare(a.Name, b.Name) }

func lookupProperty(sorted []Property, name string) (Property, bool) {
	i, found := slices.BinarySearchFunc(sorted, name, func(p Property, name string) int { return cmp.Compare(p.Name, name) })
	if !found {
		return Property{}, false
	}
	return sorted[i], true
}

// lines writes a member that is an array with an element a line.
func lines[T any](out *bytes.Buffer, name string, list []T, encode func(T) []byte) {
	out.WriteString(`"` + name + `": [`)
	for i, v := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(encode(v))
	}
	out.WriteByte(']')
}

// compact returns v as JSON on one line. Unlike json.Marshal it does not escape the
// characters < and > of type names.
func compact(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(err) // the types above have nothing that cannot be encoded
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// compactJSON removes the white space between the tokens of a value; nil stays nil.
func compactJSON(value json.RawMessage) json.RawMessage {
	var out bytes.Buffer
	if json.Compact(&out, value) != nil {
		return value // absent; other values come from a decoder
	}
	return out.Bytes()
}
