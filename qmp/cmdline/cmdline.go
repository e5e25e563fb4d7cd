// Package cmdline writes arguments for QEMU's command line, so that a program starts
// QEMU with the values that it also sends over QMP:
//
//	args, err := cmdline.Argv(
//		qemu.ObjectOptions{QOMType: qemu.ObjectTypeIOThread, ID: "io0"},
//		devices.VirtioBlkPCI{ID: "disk0", Drive: "d0", IOThread: "io0"},
//	)
//	cmd := exec.Command("qemu-system-x86_64", args...)
//
// QEMU takes JSON for the options -device, -object, -blockdev, -netdev, -audiodev,
// -display and -compat since 6.2 or earlier, and for -incoming since 10.0. It takes none
// for -chardev, -machine, -cpu, -smp, -mon, -numa, -nic, -vnc and -global. A schema
// announces JSON for -device by the feature json-cli-hotplug of device_add.
package cmdline

import (
	"fmt"
	"reflect"

	"github.com/qapi-go/qapi-gen/qapi"
)

// options are the options that take a type of QEMU's schema as JSON.
var options = map[string]string{
	"Audiodev":         "-audiodev",
	"BlockdevOptions":  "-blockdev",
	"CompatPolicy":     "-compat",
	"DisplayOptions":   "-display",
	"MigrationChannel": "-incoming",
	"Netdev":           "-netdev",
	"ObjectOptions":    "-object",
}

// Argv returns the options for values, each with its value as JSON, in their order. A
// value is a device of a package that qapi-gen generate --devices has written, or of one
// of these types of a package that was generated from QEMU's schema: Audiodev,
// BlockdevOptions, CompatPolicy, DisplayOptions, MigrationChannel, Netdev,
// ObjectOptions. It may be a pointer to such a value.
//
// An error is about a value of another type, or that of [qapi.Marshal].
func Argv(values ...any) ([]string, error) {
	args := make([]string, 0, 2*len(values))
	for _, v := range values {
		option, err := optionFor(v)
		if err != nil {
			return nil, err
		}
		text, err := qapi.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", option, err)
		}
		args = append(args, option, string(text))
	}
	return args, nil
}

// optionFor returns the option that takes v.
func optionFor(v any) (string, error) {
	typed, ok := v.(qapi.Typed)
	if t := reflect.TypeOf(v); !ok && t != nil {
		typed, ok = reflect.TypeAssert[qapi.Typed](reflect.New(t)) // QAPIType has a pointer receiver
	}
	if !ok {
		return "", fmt.Errorf("cmdline: %T is not a generated type", v)
	}
	table := typed.QAPIType()
	if table.Driver != nil {
		return "-device", nil
	}
	option, ok := options[table.Name]
	if !ok {
		return "", fmt.Errorf("cmdline: QEMU has no option that takes %s as JSON", table.Name)
	}
	return option, nil
}
