package devices

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

// Query answers whether a Set has what a path leads to:
//
//	virtio-net-pci              a device that a user can create, by its name or alias
//	virtio-net-pci/mq           a property of it that a user can set
//	virtio-net-pci/mq/!bool     its type, by QEMU's name or one of boolean, string, array
//	virtio-blk-pci/werror/^stop a value of its enum, if the enum's values are recorded
//
// The gap is empty if it does, and otherwise says what is missing. An error is about a
// path that has another form, or that asks for what was not recorded.
func (s *Set) Query(path string) (gap string, err error) {
	steps := strings.Split(path, "/")
	if len(steps) > 3 || slices.Contains(steps, "") {
		return "", fmt.Errorf("%q is not DEVICE, DEVICE/PROPERTY, DEVICE/PROPERTY/!TYPE or DEVICE/PROPERTY/^VALUE", path)
	}
	devices := s.Find(steps[0])
	if len(devices) == 0 {
		return s.missingDevice(steps[0]), nil
	}
	if len(steps) == 1 {
		return "", nil
	}
	var found []*SetProperty // of each device that the name stands for
	var known []string
	for _, d := range devices {
		if p := d.Property(steps[1]); p != nil {
			found = append(found, p)
		}
		for _, other := range d.Properties {
			known = append(known, other.Name)
		}
	}
	if len(found) == 0 {
		return fmt.Sprintf("%s has no property '%s'%s", steps[0], steps[1], diag.Suggest(steps[1], known)), nil
	}
	if len(steps) == 2 {
		return "", nil
	}
	for _, p := range found {
		next, err := s.queryType(p, path, steps[2])
		if next == "" || err != nil {
			return "", err
		}
		gap = cmp.Or(gap, next)
	}
	return gap, nil
}

// missingDevice says that the recordings lack a device that a user can create.
func (s *Set) missingDevice(name string) string {
	known, internal := s.driverNames(name)
	if internal {
		return name + " belongs to a machine: a user cannot create it"
	}
	return fmt.Sprintf("there is no device '%s'%s", name, diag.Suggest(name, known))
}

// queryType answers the last step of a path, about the type of p.
func (s *Set) queryType(p *SetProperty, path, step string) (gap string, err error) {
	rest := step[1:]
	switch step[0] {
	case '!':
		if slices.Contains(p.typeNames, rest) || rest == p.Type.String() {
			return "", nil
		}
		return fmt.Sprintf("%s is of type %s", p.Name, p.Type), nil
	case '^':
		if p.Type.Kind != Enumeration {
			return fmt.Sprintf("%s is of type %s, which has no values", p.Name, p.Type), nil
		}
		var known []string
		for _, r := range s.Recordings {
			known = append(known, r.values(p.Type.Name)...)
		}
		if known == nil {
			return "", fmt.Errorf("the values of %s are not recorded: devices record --schema SCHEMA records them", p.Type.Name)
		}
		if !slices.Contains(known, rest) {
			return fmt.Sprintf("%s has no value '%s'%s", p.Type.Name, rest, diag.Suggest(rest, known)), nil
		}
		return "", nil
	default:
		return "", fmt.Errorf("%q: the last step is !TYPE or ^VALUE", path)
	}
}
