package devices

import (
	"fmt"
	"slices"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/diag"
)

// Compare returns what changed from the older recording to the newer one, by the name
// of the device and then of the property. It looks at devices that users can create,
// and at properties that they can set. A change that several models of a CPU with equal
// properties have in common is one change.
func Compare(older, newer *Recording) []breaking.Change {
	c := &comparer{older: older, newer: newer, cpus: map[cpuChange]int{}, counts: map[int]int{}}
	names := map[string]bool{}
	for _, r := range []*Recording{older, newer} {
		for _, d := range r.Devices {
			names[d.Name] = true
		}
	}
	for _, name := range sortedKeys(names) {
		c.device(creatable(older, name), creatable(newer, name))
	}
	for i, n := range c.counts {
		switch others := n - 1; others {
		case 0:
		case 1:
			c.changes[i].Message += ", and so it is with another model of this CPU"
		default:
			c.changes[i].Message += fmt.Sprintf(", and so it is with %d other models of this CPU", others)
		}
	}
	return c.changes
}

func sortedKeys(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// creatable returns the device with a name if a user can create it, or nil.
func creatable(r *Recording, name string) *Device {
	if d := r.Lookup(name); d != nil && d.Name == name && !d.Internal {
		return d
	}
	return nil
}

type comparer struct {
	older, newer *Recording
	changes      []breaking.Change
	// cpus are the changes of CPUs by their index in changes. counts are how many
	// models have them.
	cpus   map[cpuChange]int
	counts map[int]int
}

// A cpuChange is a change of models that share their older list of properties.
type cpuChange struct {
	list             *Property // see firstOf
	rule             *Rule
	property, detail string
}

func (c *comparer) add(rule *Rule, format string, args ...any) {
	c.changes = append(c.changes, breaking.Change{Rule: rule.ID, Verdict: rule.Verdict, Message: fmt.Sprintf(format, args...)})
}

// device compares a device of both recordings. It is nil where a user cannot create it.
func (c *comparer) device(older, newer *Device) {
	switch {
	case older == nil && newer == nil:
		return
	case older == nil:
		c.add(deviceAdded, "device '%s' is new", newer.Name)
		return
	case newer == nil:
		if now := c.newer.Lookup(older.Name); now != nil && now.Name == older.Name {
			c.add(deviceMadeInternal, "device '%s' can no longer be created by a user", older.Name)
		} else {
			c.add(deviceRemoved, "device '%s' is gone%s", older.Name, c.failure(older.Name))
		}
		return
	}
	if older.Alias != "" && older.Alias != newer.Alias && !c.newer.creates(older.Alias) {
		c.add(aliasRemoved, "device '%s' has lost its alias '%s'", older.Name, older.Alias)
	}
	if newer.Alias != "" && older.Alias != newer.Alias {
		c.add(aliasAdded, "device '%s' has the new alias '%s'", newer.Name, newer.Alias)
	}
	if older.Bus != newer.Bus {
		c.add(busChanged, "device '%s' is plugged into %s, no longer into %s", newer.Name, busName(newer.Bus), busName(older.Bus))
	}
	c.properties(older, newer)
}

// creates reports whether a user can create a device by a name or an alias.
func (r *Recording) creates(name string) bool {
	d := r.Lookup(name)
	return d != nil && !d.Internal
}

func busName(bus string) string {
	if bus == "" {
		return "no bus"
	}
	return "a bus of type " + bus
}

// failure says why the newer recording lacks a device that QEMU has.
func (c *comparer) failure(name string) string {
	for _, f := range c.newer.Failures {
		if f.Device == name {
			return ": its properties could not be recorded: " + f.Reason
		}
	}
	return ""
}

func (c *comparer) properties(older, newer *Device) {
	names := map[string]bool{}
	for _, d := range []*Device{older, newer} {
		for _, p := range d.Properties {
			names[p.Name] = true
		}
	}
	for _, name := range sortedKeys(names) {
		c.property(older, newer, older.settable(name), newer.settable(name))
	}
}

// settable returns the property with a name if a user can set it, or nil.
func (d *Device) settable(name string) *Property {
	if p := d.Property(name); p != nil && d.Type(p).Kind != Internal {
		return p
	}
	return nil
}

func (c *comparer) property(older, newer *Device, before, now *Property) {
	if before == nil && now == nil {
		return
	}
	report := func(p *Property, rule *Rule, format string, args ...any) {
		detail := fmt.Sprintf(format, args...)
		if older.cpuSuffix() != "" {
			key := cpuChange{list: firstOf(older.Properties), rule: rule, property: p.Name, detail: detail}
			if i, ok := c.cpus[key]; ok {
				c.counts[i]++
				return
			}
			c.cpus[key] = len(c.changes)
			c.counts[len(c.changes)] = 1
		}
		c.add(rule, "property '%s' of device '%s' %s", p.Name, newer.Name, detail)
	}
	switch {
	case before == nil:
		report(now, propertyAdded, "is new")
		return
	case now == nil:
		if newer.Property(before.Name) != nil {
			report(before, propertyRemoved, "cannot be set any more")
		} else {
			report(before, propertyRemoved, "is gone%s", diag.Suggest(before.Name, newer.added(older)))
		}
		return
	}
	for _, f := range c.types(before, now, older.Type(before), newer.Type(now)) {
		report(now, f.rule, "%s", f.detail)
	}
	if !before.sameDefault(now) {
		report(now, defaultChanged, "%s", newDefault(before.Default, now.Default))
	}
}

// firstOf returns the address of the first property: lists that are one in memory have
// the same.
func firstOf(list []Property) *Property {
	if len(list) == 0 {
		return nil
	}
	return &list[0]
}

// added returns the names of the properties that d has and older lacks.
func (d *Device) added(older *Device) (names []string) {
	for _, p := range d.Properties {
		if older.Property(p.Name) == nil {
			names = append(names, p.Name)
		}
	}
	return names
}

// newDefault says how a default has changed. QEMU does not tell all of them.
func newDefault(before, now []byte) string {
	switch {
	case before == nil:
		return fmt.Sprintf("has the default %s; QEMU told none before", now)
	case now == nil:
		return fmt.Sprintf("had the default %s; QEMU no longer tells one", before)
	default:
		return fmt.Sprintf("has the default %s, not %s", now, before)
	}
}

// A finding is a change of a property's type.
type finding struct {
	rule   *Rule
	detail string
}

// types compares the types of a property.
func (c *comparer) types(before, now *Property, older, newer Type) []finding {
	one := func(rule *Rule, format string, args ...any) []finding {
		return []finding{{rule, fmt.Sprintf(format, args...)}}
	}
	switch {
	case older.Kind == Enumeration && newer.Kind == Enumeration:
		return c.enums(before, now, older, newer)
	case older == newer && before.Type == now.Type:
		return nil
	case older == newer:
		return one(typeRenamed, "has the type %s, no longer %s, and takes the same values", now.Type, before.Type)
	case older.Kind == Raw, newer.Kind == Raw, isList(older) && newer.Kind == List:
		return one(typeUnknown, "has the type %s, no longer %s", now.Type, before.Type)
	case older.Kind == Int && newer.Kind == Int:
		return c.integers(before, now, older, newer)
	case isText(older) && newer.Kind == Enumeration:
		return one(enumReplaced, "has the values of the enum %s, no longer any text", newer.Name)
	case isText(older) && newer.Target != "" && older.Target != newer.Target:
		return one(linkChanged, "is a %s, no longer a %s", newer, older)
	case older.Kind == Enumeration && isText(newer), older.Target != "" && isText(newer):
		return one(integerWidened, "takes any text, no longer only a value of type %s", before.Type)
	case isText(older) && isText(newer):
		return one(typeRenamed, "has the type %s, no longer %s, and takes the same values", now.Type, before.Type)
	default:
		return one(kindChanged, "is of type %s, no longer %s", newer, older)
	}
}

func (*comparer) integers(before, now *Property, older, newer Type) []finding {
	rule, what := integerShifted, "which has other numbers than"
	switch wider, narrower := contains(newer, older), contains(older, newer); {
	case wider && narrower:
		rule, what = typeRenamed, "which is the same as"
	case wider:
		rule, what = integerWidened, "which has more numbers than"
	case narrower:
		rule, what = integerNarrowed, "which has fewer numbers than"
	}
	return []finding{{rule, fmt.Sprintf("has the type %s, %s %s", now.Type, what, before.Type)}}
}

// enums compares two enums by their values. Where a recording lacks them, the names
// must do.
func (c *comparer) enums(before, now *Property, older, newer Type) (findings []finding) {
	was, is := c.older.values(older.Name), c.newer.values(newer.Name)
	if was == nil || is == nil {
		switch {
		case older.Name != newer.Name:
			return []finding{{enumReplaced, fmt.Sprintf("has the type %s, no longer %s", now.Type, before.Type)}}
		case before.Type != now.Type:
			return []finding{{typeRenamed, fmt.Sprintf("has the type %s, as %s is called now", now.Type, before.Type)}}
		}
		return nil
	}
	for _, value := range was {
		if !slices.Contains(is, value) {
			findings = append(findings, finding{valueRemoved, fmt.Sprintf("no longer takes %q%s", value, diag.Suggest(value, is))})
		}
	}
	for _, value := range is {
		if !slices.Contains(was, value) {
			findings = append(findings, finding{valueAdded, fmt.Sprintf("takes %q as well", value)})
		}
	}
	if len(findings) == 0 && before.Type != now.Type {
		findings = append(findings, finding{typeRenamed, fmt.Sprintf("has the type %s, no longer %s, and takes the same values", now.Type, before.Type)})
	}
	return findings
}

// values returns the values of an enum, or nil if they are not recorded.
func (r *Recording) values(enum string) []string {
	i := slices.IndexFunc(r.Enums, func(e Enum) bool { return e.Name == enum })
	if i < 0 {
		return nil
	}
	return r.Enums[i].Values
}
