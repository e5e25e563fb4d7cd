package devices

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
)

// A Set is the devices of several recordings.
type Set struct {
	// Recordings are the recordings, the oldest version first, and those of one
	// version by target.
	Recordings []*Recording
	// Devices are sorted by name. The models of a target's CPUs are one device.
	Devices []*SetDevice
}

// A SetDevice is a device of a Set, or all models of a CPU.
type SetDevice struct {
	// Name is the device's name, or for CPUs what their names have in common, such as
	// "x86_64-cpu".
	Name string
	// Models are the names of the models of a CPU without Suffix, sorted. Without any,
	// this is a device.
	Models []string
	Suffix string
	// Aliases are other names of the device, sorted.
	Aliases []string
	// Bus, Category and Description are those of the newest recording.
	Bus, Category, Description string
	// Internal is true if no recording lets a user create it.
	Internal bool
	// In are the recordings that have it, in the order of the Set.
	In []*Recording
	// Properties are sorted by name. Those that cannot be set are not among them.
	Properties []*SetProperty
}

// A SetProperty is a property of a SetDevice.
type SetProperty struct {
	Name string
	// Type takes all values that one of the recordings takes. If no type does, it is
	// that of the newest recording.
	Type Type
	// typeNames are QEMU's names of the types, as the recordings have them.
	typeNames []string
	// Description and Default are those of the newest recording that has them. Default
	// is empty if models of a CPU have different ones.
	Description, Default string
	// In are the recordings that have it, in the order of the Set.
	In []*Recording
}

// Names returns the names that a program may use for the device, its own first: for
// CPUs the names of all models.
func (d *SetDevice) Names() []string {
	if len(d.Models) == 0 {
		return append([]string{d.Name}, d.Aliases...)
	}
	names := make([]string, len(d.Models))
	for i, model := range d.Models {
		names[i] = model + d.Suffix
	}
	return names
}

// Property returns the property with a name, or nil.
func (d *SetDevice) Property(name string) *SetProperty {
	i, found := slices.BinarySearchFunc(d.Properties, name, func(p *SetProperty, name string) int {
		return cmp.Compare(p.Name, name)
	})
	if !found {
		return nil
	}
	return d.Properties[i]
}

// Merge merges recordings. The list has a warning for each type that is not known, and
// for each property whose types have no common form in JSON: both are Raw.
func Merge(recordings ...*Recording) (*Set, diag.List) {
	m := &merger{devices: map[string]*SetDevice{}, warned: map[string]bool{}}
	m.set.Recordings = slices.Clone(recordings)
	slices.SortStableFunc(m.set.Recordings, compareRecordings)
	for _, r := range m.set.Recordings {
		for _, d := range r.Devices {
			m.add(r, d)
		}
	}
	for _, d := range m.devices {
		slices.Sort(d.Models)
		slices.Sort(d.Aliases)
		slices.SortFunc(d.Properties, func(a, b *SetProperty) int { return cmp.Compare(a.Name, b.Name) })
		m.set.Devices = append(m.set.Devices, d)
	}
	slices.SortFunc(m.set.Devices, func(a, b *SetDevice) int { return cmp.Compare(a.Name, b.Name) })
	return &m.set, m.diags
}

func compareRecordings(a, b *Recording) int {
	// Parse and Record have checked the versions.
	v, _ := parseVersion(a.Version)
	w, _ := parseVersion(b.Version)
	return cmp.Or(slices.Compare(v[:], w[:]), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Package, b.Package))
}

type merger struct {
	set     Set
	devices map[string]*SetDevice
	diags   diag.List
	warned  map[string]bool
}

// add merges a device of the recording r, which is newer than those before.
func (m *merger) add(r *Recording, d *Device) {
	suffix := d.cpuSuffix()
	name := d.Name
	if suffix != "" {
		name = suffix[1:]
	}
	merged := m.devices[name]
	if merged == nil {
		merged = &SetDevice{Name: name, Suffix: suffix, Internal: true}
		m.devices[name] = merged
	}
	if suffix != "" {
		addNew(&merged.Models, d.Name[:len(d.Name)-len(suffix)])
	}
	if d.Alias != "" {
		addNew(&merged.Aliases, d.Alias)
	}
	merged.Internal = merged.Internal && d.Internal
	merged.Bus, merged.Category = d.Bus, d.Category
	if suffix == "" {
		merged.Description = d.Description
	}
	addRecording(&merged.In, r)
	for i := range d.Properties {
		p := &d.Properties[i]
		if t := d.Type(p); t.Kind != Internal {
			m.addProperty(r, merged, p, t)
		}
	}
}

func (m *merger) addProperty(r *Recording, d *SetDevice, p *Property, t Type) {
	if t.Kind == Raw && !d.Internal {
		m.warn("type "+t.Name, "%s: the type %q of the property %s is not known, so that it takes any JSON", d.Name, t.Name, p.Name)
	}
	merged := d.unsorted(p.Name)
	if merged == nil {
		merged = &SetProperty{Name: p.Name, Type: t, Default: string(p.Default)}
		d.Properties = append(d.Properties, merged)
	}
	addNew(&merged.typeNames, p.Type)
	if joined, ok := widen(merged.Type, t); ok {
		merged.Type = joined
	} else {
		m.warn(d.Name+"/"+p.Name, "%s: the property %s is of type %s and %s, so that it takes any JSON", d.Name, p.Name, merged.Type, t)
		merged.Type = Type{Kind: Raw, Name: t.Name}
	}
	if p.Description != "" {
		merged.Description = p.Description
	}
	switch again := slices.Contains(merged.In, r); {
	case !again:
		merged.Default = string(p.Default)
	case merged.Default != string(p.Default):
		merged.Default = "" // of another model
	}
	addRecording(&merged.In, r)
}

// warn adds a warning once for each subject.
func (m *merger) warn(subject, format string, args ...any) {
	if !m.warned[subject] {
		m.warned[subject] = true
		m.diags = append(m.diags, diag.Diagnostic{Severity: diag.Warning, Message: fmt.Sprintf(format, args...)})
	}
}

func addNew(list *[]string, s string) {
	if !slices.Contains(*list, s) {
		*list = append(*list, s)
	}
}

// addRecording adds r, the newest so far, unless it is there.
func addRecording(list *[]*Recording, r *Recording) {
	if n := len(*list); n == 0 || (*list)[n-1] != r {
		*list = append(*list, r)
	}
}

// unsorted is Property while the properties are not yet sorted.
func (d *SetDevice) unsorted(name string) *SetProperty {
	i := slices.IndexFunc(d.Properties, func(p *SetProperty) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return d.Properties[i]
}
