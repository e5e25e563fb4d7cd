package gocode

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
)

// A device is a device with its Go names.
type device struct {
	*devices.SetDevice
	goName     string
	properties []property
}

// A property is a property with its Go name.
type property struct {
	*devices.SetProperty
	goName string
}

// choose returns the devices that the options select.
func (w *writer) choose() (chosen []*devices.SetDevice) {
	matched := map[string]bool{}
	var known []string
	for _, d := range w.set.Devices {
		if !w.opts.Unstable && (d.Internal || unstable(d.Name)) {
			continue
		}
		known = append(append(known, d.Name), d.Names()...)
		if len(w.opts.Patterns) == 0 || w.selected(d, matched) {
			chosen = append(chosen, d)
		}
	}
	for _, pattern := range w.opts.Patterns {
		if !matched[pattern] {
			w.diags.Errorf(diag.Pos{}, diag.Pos{}, "no device matches %q%s", pattern, diag.Suggest(pattern, known))
		}
	}
	return chosen
}

// selected reports whether a pattern matches d, and adds those that do to matched.
func (w *writer) selected(d *devices.SetDevice, matched map[string]bool) (selected bool) {
	for _, pattern := range w.opts.Patterns {
		for _, name := range append(d.Names(), d.Name) {
			ok, err := path.Match(pattern, name)
			if err != nil && !matched[pattern] {
				matched[pattern] = true
				w.diags.Errorf(diag.Pos{}, diag.Pos{}, "%q is not a pattern: %v", pattern, err)
			}
			if ok {
				matched[pattern], selected = true, true
			}
		}
	}
	return selected
}

// unstable reports whether a name is marked as such, as QEMU marks what may change.
func unstable(name string) bool { return strings.HasPrefix(name, "x-") }

// ownNames are the names that the package has for all devices.
var ownNames = []string{"Argv", "Decode", "Device"}

// ownMembers are the arguments of device_add that every device has, and ownFields their
// fields and the methods of a device.
var (
	ownMembers = []string{"driver", "id", "bus"}
	ownFields  = []string{"ID", "Bus", "MarshalJSON", "QAPIType", "UnmarshalJSON"}
)

// nameDevices gives devices and properties their Go names. In each scope, names are
// given in the order of QEMU's names; one that is taken gets the suffix _2, _3 ... There
// is a warning for a device only: CPUs have two spellings of dozens of properties, such
// as sse4.1 and sse4_1.
func (w *writer) nameDevices(chosen []*devices.SetDevice) {
	taken := slices.Clone(ownNames)
	for _, d := range chosen {
		named := &device{SetDevice: d, goName: claim(&taken, d.Name)}
		if want := gen.GoName(d.Name); named.goName != want {
			w.warnf("the device %s has the Go name %s, because %s is taken", d.Name, named.goName, want)
		}
		fields := append([]string{driverField(d)}, ownFields...)
		for _, p := range d.Properties {
			if slices.Contains(ownMembers, p.Name) || unstable(p.Name) && !w.opts.Unstable {
				continue
			}
			named.properties = append(named.properties, property{p, claim(&fields, p.Name)})
		}
		w.devices = append(w.devices, named)
	}
}

// claim returns the Go name for a name of QEMU, and adds it to the taken ones.
func claim(taken *[]string, name string) string {
	want := gen.GoName(name)
	got := want
	for i := 2; slices.Contains(*taken, got); i++ {
		got = want + "_" + strconv.Itoa(i)
	}
	*taken = append(*taken, got)
	return got
}
