package devices

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// IsRecording reports whether text looks like a recording: a JSON object whose first
// member is that of Encode.
func IsRecording(text []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{"))
	return ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte(`"qapi-gen-devices"`))
}

// Parse reads a recording that Encode has written. It refuses members that it does not
// know, names that are missing or used twice, and a later format.
func Parse(text []byte) (*Recording, error) {
	if !IsRecording(text) {
		return nil, errors.New("this is not a recording of devices: qapi-gen devices record makes one")
	}
	var version struct {
		Format int `json:"qapi-gen-devices"`
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return nil, located(text, err)
	}
	if version.Format != formatVersion {
		return nil, fmt.Errorf("the recording has format %d, and this qapi-gen reads format %d: record the devices again", version.Format, formatVersion)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var doc document
	if err := decoder.Decode(&doc); err != nil {
		return nil, located(text, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the recording")
	}
	return doc.recording()
}

// located adds the line to an error of encoding/json.
func located(text []byte, err error) error {
	offset := int64(-1)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	mistyped := (*json.UnmarshalTypeError)(nil)
	if errors.As(err, &mistyped) {
		offset = mistyped.Offset
	}
	reason := strings.TrimPrefix(err.Error(), "json: ")
	if mistyped != nil {
		reason = fmt.Sprintf("%s is of type %s, but must be %v", cmp.Or(mistyped.Field, "an element"), mistyped.Value, mistyped.Type.Kind())
	}
	if offset < 0 || offset > int64(len(text)) {
		return errors.New(reason)
	}
	return fmt.Errorf("line %d: %s", 1+bytes.Count(text[:offset], []byte("\n")), reason)
}

func (doc *document) recording() (*Recording, error) {
	r := &Recording{Version: doc.QEMU, Package: doc.Package, Target: doc.Target}
	if _, err := parseVersion(r.Version); err != nil {
		return nil, err
	}
	if r.Target == "" {
		return nil, errors.New("the recording has no target")
	}
	if err := onOneLine(r.Target, r.Package); err != nil {
		return nil, err
	}
	for _, e := range doc.Enums {
		if slices.ContainsFunc(r.Enums, func(other Enum) bool { return other.Name == e.Name }) {
			return nil, fmt.Errorf("the enum %q is there twice", e.Name)
		}
		r.Enums = append(r.Enums, Enum(e))
	}
	for _, f := range doc.Failures {
		if slices.ContainsFunc(r.Failures, func(other Failure) bool { return other.Device == f.Device }) {
			return nil, fmt.Errorf("the failure of %q is there twice", f.Device)
		}
		r.Failures = append(r.Failures, Failure(f))
	}
	common := map[string]Property{}
	for _, p := range doc.Properties {
		if _, taken := common[p.Name]; taken {
			return nil, fmt.Errorf("properties defines %q twice", p.Name)
		}
		property, err := p.property()
		if err != nil {
			return nil, fmt.Errorf("properties: %w", err)
		}
		common[p.Name] = property
	}
	byName := map[string]*Device{}
	for i := range doc.Devices {
		d, err := doc.Devices[i].device(common, byName)
		if err != nil {
			return nil, err
		}
		byName[d.Name] = d
		r.Devices = append(r.Devices, d)
	}
	r.sort()
	return r, nil
}

func (entry *deviceJSON) device(common map[string]Property, earlier map[string]*Device) (*Device, error) {
	d := &Device{
		Name: entry.Name, Parent: entry.Parent, Bus: entry.Bus, Alias: entry.Alias, Category: entry.Category,
		Description: entry.Description, Internal: entry.Internal,
	}
	if err := onOneLine(d.Name, d.Parent, d.Bus, d.Alias, d.Category); err != nil {
		return nil, err
	}
	switch {
	case !named(d.Name):
		return nil, fmt.Errorf("a device has the name %q, which has no letter or digit", d.Name)
	case earlier[d.Name] != nil:
		return nil, fmt.Errorf("the device %s is there twice", d.Name)
	case entry.SameAs != "" && earlier[entry.SameAs] == nil:
		return nil, fmt.Errorf("the device %s has the properties of %s, which is not above it", d.Name, entry.SameAs)
	case entry.SameAs != "" && len(entry.Properties) > 0:
		return nil, fmt.Errorf("the device %s has properties and those of %s", d.Name, entry.SameAs)
	case entry.SameAs != "":
		d.Properties = earlier[entry.SameAs].Properties
		return d, nil
	}
	for _, text := range entry.Properties {
		p, err := listed(text, common)
		if err != nil {
			return nil, fmt.Errorf("the device %s: %w", d.Name, err)
		}
		d.Properties = append(d.Properties, p)
	}
	slices.SortFunc(d.Properties, compareNames)
	for i := 1; i < len(d.Properties); i++ {
		if d.Properties[i].Name == d.Properties[i-1].Name {
			return nil, fmt.Errorf("the device %s has the property %s twice", d.Name, d.Properties[i].Name)
		}
	}
	return d, nil
}

// listed returns the property for an element of a device's list.
func listed(text json.RawMessage, common map[string]Property) (Property, error) {
	if text[0] != '"' {
		var p propertyJSON
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&p); err != nil {
			return Property{}, located(nil, err)
		}
		return p.property()
	}
	var name string
	if err := json.Unmarshal(text, &name); err != nil {
		return Property{}, err
	}
	p, ok := common[name]
	if !ok {
		return p, fmt.Errorf("the property %q is defined nowhere", name)
	}
	return p, nil
}

func (p *propertyJSON) property() (Property, error) {
	if err := onOneLine(p.Name, p.Type); err != nil {
		return Property{}, err
	}
	switch {
	case !named(p.Name):
		return Property{}, fmt.Errorf("a property has the name %q, which has no letter or digit", p.Name)
	case p.Type == "":
		return Property{}, fmt.Errorf("the property %s has no type", p.Name)
	}
	return Property{Name: p.Name, Type: p.Type, Description: p.Description, Default: compactJSON(p.Default)}, nil
}

// onOneLine refuses names with control characters, which QEMU has nowhere.
func onOneLine(names ...string) error {
	for _, name := range names {
		if strings.ContainsFunc(name, unicode.IsControl) {
			return fmt.Errorf("the name %q has a control character", name)
		}
	}
	return nil
}

// named reports whether a name has a letter or digit, of which a Go name can be made.
func named(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	})
}

// sort puts devices, failures and enums in the order of their names.
func (r *Recording) sort() {
	slices.SortFunc(r.Devices, func(a, b *Device) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(r.Failures, func(a, b Failure) int { return cmp.Compare(a.Device, b.Device) })
	slices.SortFunc(r.Enums, func(a, b Enum) int { return cmp.Compare(a.Name, b.Name) })
}
