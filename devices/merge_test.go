package devices_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/devices"
)

func TestTypesAreWidened(t *testing.T) {
	tests := []struct{ property, older, newer, want string }{
		{"p", "uint8", "uint32", "uint32"},
		{"p", "uint32", "uint8", "uint32"},
		{"rombar", "uint32", "int32", "int64"}, // neither has all numbers of the other
		{"addr", "int32", "str", "string"},
		{"addr", "uint64", "uint64", "uint64"},
		{"netdev", "str", "str", "string"},
		{"chardev", "string", "str", "string"},
		{"p", "FdcDriveType", "FloppyDriveType", "FloppyDriveType"},
		{"p", "OnOffAuto", "str", "string"},
		{"p", "AList", "list", "array"},
		{"p", "AList", "AList", "array of A"},
		{"p", "link<a>", "link<b>", "link to b"},
		{"p", "size", "uint64", "size"},
		{"p", "uint4", "uint8", "uint8"},
		{"p", "int64", "uint64", "uint64"},
		{"p", "int8", "uint32", "int64"},
		{"p", "bool", "OnOffAuto", "any JSON: d: the property p is of type boolean and OnOffAuto, so that it takes any JSON"},
		{"p", "str", "struct", "any JSON: d: the type \"struct\" of the property p is not known, so that it takes any JSON"},
	}
	for _, test := range tests {
		older := recording("7.2.0", devices.Property{Name: test.property, Type: test.older})
		newer := recording("10.0.0", devices.Property{Name: test.property, Type: test.newer})
		set, diags := devices.Merge(newer, older) // their order does not matter
		p := set.Devices[0].Property(test.property)
		got := p.Type.String()
		if p.Type.Kind == devices.Raw {
			got = "any JSON: " + diags[0].Message
		}
		if got != test.want {
			t.Errorf("%s of type %s and %s: got %s, want %s", test.property, test.older, test.newer, got, test.want)
		}
	}
}

// A Set says which recordings have a device and a property.
func TestMergeOfRealRecordings(t *testing.T) {
	set, diags := devices.Merge(readRecording(t, "x86_64-10.0"), readRecording(t, "s390x-10.0"), readRecording(t, "x86_64-7.2"))
	if len(diags) > 0 {
		t.Error(diags)
	}
	labels := func(list []*devices.Recording) string {
		var names []string
		for _, r := range list {
			names = append(names, r.Target+" "+r.Version)
		}
		return strings.Join(names, ", ")
	}
	var got []string
	for _, d := range set.Devices {
		line := fmt.Sprintf("%s %v %s", d.Name, d.Names()[1:], labels(d.In))
		for _, p := range d.Properties {
			if len(p.In) < len(d.In) {
				line += fmt.Sprintf("; %s: %s", p.Name, labels(p.In))
			}
		}
		got = append(got, line)
	}
	for _, want := range []string{
		"e1000 [e1000-82540em] x86_64 7.2.22, x86_64 10.0.2; autonegotiation: x86_64 7.2.22; mitigation: x86_64 7.2.22",
		"pvrdma [] x86_64 7.2.22",
		"virtio-net-ccw [virtio-net] s390x 10.0.2",
		"x86_64-cpu [max-x86_64-cpu qemu64-x86_64-cpu] x86_64 7.2.22, x86_64 10.0.2; kvm-no-smi-migration: x86_64 7.2.22",
	} {
		name, _, _ := strings.Cut(want, " ")
		for _, line := range got {
			if strings.HasPrefix(line, name+" ") && line != want {
				t.Errorf("got  %s\nwant %s", line, want)
			}
		}
	}
}
