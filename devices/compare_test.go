package devices_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// reported formats changes as "rule: message".
func reported(changes []breaking.Change) string {
	var lines []string
	for _, c := range changes {
		lines = append(lines, fmt.Sprintf("%v %s: %s", c.Verdict, c.Rule, c.Message))
	}
	return strings.Join(lines, "\n")
}

func TestChangesOfAPropertyFollowTheRules(t *testing.T) {
	p := func(typ, def string) *devices.Property {
		property := &devices.Property{Name: "p", Type: typ}
		if def != "" {
			property.Default = []byte(def)
		}
		return property
	}
	tests := []struct {
		name       string
		older, now *devices.Property
		want       string
	}{
		{"same", p("bool", "true"), p("bool", "true"), ""},
		{"gone", p("bool", ""), nil, "break property-removed: property 'p' of device 'd' is gone"},
		{"new", nil, p("bool", ""), "compatible property-added: property 'p' of device 'd' is new"},
		{"not settable any more", p("bool", ""), p("child<x>", ""), "break property-removed: property 'p' of device 'd' cannot be set any more"},
		{"settable now", p("child<x>", ""), p("bool", ""), "compatible property-added: property 'p' of device 'd' is new"},
		{"never settable", p("child<x>", ""), nil, ""},
		{"another kind", p("bool", ""), p("OnOffAuto", ""), "break property-kind-changed: property 'p' of device 'd' is of type OnOffAuto, no longer boolean"},
		{"narrower", p("uint32", ""), p("uint16", ""), "break property-narrowed: property 'p' of device 'd' has the type uint16, which has fewer numbers than uint32"},
		{"wider", p("uint8", ""), p("int32", ""), "compatible property-widened: property 'p' of device 'd' has the type int32, which has more numbers than uint8"},
		{"shifted", p("uint32", "1"), p("int32", "-1"), "caution property-shifted: property 'p' of device 'd' has the type int32, which has other numbers than uint32\n" +
			"caution property-default-changed: property 'p' of device 'd' has the default -1, not 1"},
		{"same numbers", p("int", ""), p("int64", ""), "compatible property-type-renamed: property 'p' of device 'd' has the type int64, which is the same as int"},
		{"size for a number", p("uint64", ""), p("size", ""), "compatible property-type-renamed: property 'p' of device 'd' has the type size, which is the same as uint64"},
		{"text by another name", p("string", ""), p("str", ""), "compatible property-type-renamed: property 'p' of device 'd' has the type str, no longer string, and takes the same values"},
		{"renamed enum", p("FdcDriveType", ""), p("FloppyDriveType", ""), "compatible property-type-renamed: property 'p' of device 'd' has the type FloppyDriveType, as FdcDriveType is called now"},
		{"another enum", p("OnOffAuto", ""), p("OnOffSplit", ""), "caution property-enum-replaced: property 'p' of device 'd' has the type OnOffSplit, no longer OnOffAuto"},
		{"enum for text", p("str", ""), p("OnOffAuto", ""), "caution property-enum-replaced: property 'p' of device 'd' has the values of the enum OnOffAuto, no longer any text"},
		{"text for an enum", p("OnOffAuto", ""), p("str", ""), "compatible property-widened: property 'p' of device 'd' takes any text, no longer only a value of type OnOffAuto"},
		{"a link for text", p("str", ""), p("link<b>", ""), "caution property-link-changed: property 'p' of device 'd' is a link to b, no longer a string"},
		{"text for a link", p("link<b>", ""), p("str", ""), "compatible property-widened: property 'p' of device 'd' takes any text, no longer only a value of type link<b>"},
		{"a type that is not known", p("bool", ""), p("odd", ""), "caution property-type-unknown: property 'p' of device 'd' has the type odd, no longer bool"},
		{"a type that was not known", p("odd", ""), p("bool", ""), "caution property-type-unknown: property 'p' of device 'd' has the type bool, no longer odd"},
		{"another way to write a default", p("list", "[1, 2]"), p("list", "[1,2]"), ""},
		{"another link", p("link<a>", ""), p("link<b>", ""), "caution property-link-changed: property 'p' of device 'd' is a link to b, no longer a link to a"},
		{"list", p("str", ""), p("list", ""), "break property-kind-changed: property 'p' of device 'd' is of type array, no longer string"},
		{"any list", p("IOThreadVirtQueueMappingList", ""), p("list", ""), "caution property-type-unknown: property 'p' of device 'd' has the type list, no longer IOThreadVirtQueueMappingList"},
		{"no default any more", p("bool", "true"), p("bool", ""), "caution property-default-changed: property 'p' of device 'd' had the default true; QEMU no longer tells one"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var sides [2]*devices.Recording
			for i, property := range []*devices.Property{test.older, test.now} {
				sides[i] = recording("7.2.0")
				if property != nil {
					sides[i] = recording("7.2.0", *property)
				}
			}
			if got := reported(devices.Compare(sides[0], sides[1])); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestChangesOfADeviceFollowTheRules(t *testing.T) {
	tests := []struct {
		name   string
		change func(older, newer *devices.Recording)
		want   string
	}{
		{"gone", func(_, newer *devices.Recording) { newer.Devices = nil }, "break device-removed: device 'd' is gone"},
		{"failed", func(_, newer *devices.Recording) {
			newer.Devices, newer.Failures = nil, []devices.Failure{{Device: "d", Reason: "no module"}}
		}, "break device-removed: device 'd' is gone: its properties could not be recorded: no module"},
		{"new", func(older, _ *devices.Recording) { older.Devices = nil }, "compatible device-added: device 'd' is new"},
		{"internal now", func(_, newer *devices.Recording) { newer.Devices[0].Internal = true }, "break device-made-internal: device 'd' can no longer be created by a user"},
		{"internal before", func(older, _ *devices.Recording) { older.Devices[0].Internal = true }, "compatible device-added: device 'd' is new"},
		{"alias", func(older, newer *devices.Recording) { older.Devices[0].Alias, newer.Devices[0].Alias = "a", "b" }, "break alias-removed: device 'd' has lost its alias 'a'\ncompatible alias-added: device 'd' has the new alias 'b'"},
		{"bus", func(_, newer *devices.Recording) { newer.Devices[0].Bus = "" }, "break bus-changed: device 'd' is plugged into no bus, no longer into a bus of type b"},
		{"description", func(_, newer *devices.Recording) { newer.Devices[0].Description = "x" }, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			older, newer := recording("7.2.0"), recording("8.0.0")
			test.change(older, newer)
			if got := reported(devices.Compare(older, newer)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestValuesOfEnumsAreComparedIfRecorded(t *testing.T) {
	older := recording("7.2.0", devices.Property{Name: "p", Type: "Mode"})
	newer := recording("8.0.0", devices.Property{Name: "p", Type: "Manner"})
	older.Enums = []devices.Enum{{Name: "Mode", Values: []string{"on", "slow"}}}
	newer.Enums = []devices.Enum{{Name: "Manner", Values: []string{"on", "fast"}}}
	const want = "break property-value-removed: property 'p' of device 'd' no longer takes \"slow\"\n" +
		"compatible property-value-added: property 'p' of device 'd' takes \"fast\" as well"
	if got := reported(devices.Compare(older, newer)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	newer.Enums[0].Values = []string{"slow", "on"}
	const renamed = "compatible property-type-renamed: property 'p' of device 'd' has the type Manner, no longer Mode, and takes the same values"
	if got := reported(devices.Compare(older, newer)); got != renamed {
		t.Errorf("got\n%s\nwant\n%s", got, renamed)
	}
}

func TestChangesOfACPUWithoutProperties(t *testing.T) {
	older, newer := recording("7.2.0"), recording("8.0.0", devices.Property{Name: "p", Type: "bool"})
	for _, r := range []*devices.Recording{older, newer} {
		r.Devices[0].Name, r.Devices[0].Category = "fast-z80-cpu", "CPU"
		r.Devices = append(r.Devices, &devices.Device{Name: "slow-z80-cpu", Bus: "b", Category: "CPU", Properties: r.Devices[0].Properties})
	}
	const want = "compatible property-added: property 'p' of device 'fast-z80-cpu' is new, and so it is with another model of this CPU"
	if got := reported(devices.Compare(older, newer)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The models of a CPU have hundreds of properties in common. A change of all is one.
func TestChangesOfRealReleases(t *testing.T) {
	var got []string
	for _, c := range devices.Compare(readRecording(t, "x86_64-7.2"), readRecording(t, "x86_64-10.0")) {
		if c.Verdict == breaking.Break || strings.Contains(c.Message, "floppy") {
			got = append(got, fmt.Sprintf("%v %s", c.Verdict, c.Message))
		}
	}
	testgolden.File(t, "testdata/changes.golden", strings.Join(got, "\n")+"\n")
}

// The table in docs/devices.md is that of the rules.
func TestPageHasTheRules(t *testing.T) {
	page, err := os.ReadFile("../docs/devices.md")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| Rule | Change | Verdict | Source |\n|---|---|---|---|\n")
	for _, r := range devices.Rules() {
		fmt.Fprintf(&table, "| %s | %s | %v | %s |\n", r.ID, r.Change, r.Verdict, r.Source)
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/devices.md lacks this table:\n%s", &table)
	}
}
