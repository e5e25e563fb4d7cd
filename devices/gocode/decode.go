package gocode

import (
	"strconv"
	"strings"
)

// root writes what the package has for all devices.
func (w *writer) root(out *source) {
	out.imports[cmdlinePath] = true
	out.imports[jsonPath] = true
	out.line("const opt = qapi.Optional")
	out.line()
	out.add(declaration("A Device is one of this package's devices, or a pointer to one."))
	out.line("type Device interface {")
	out.line("json.Marshaler")
	out.line("isDevice()")
	out.line("}")
	out.line()
	out.add(declaration("Argv returns the options -device, each with its device as JSON, for the command line of QEMU 6.2 or later. " +
		"[cmdline.Argv] also takes other options."))
	out.line("func Argv(devices ...Device) ([]string, error) {")
	out.line("values := make([]any, len(devices))")
	out.line("for i, d := range devices {")
	out.line("values[i] = d")
	out.line("}")
	out.line("return cmdline.Argv(values...)")
	out.line("}")
	out.line()
	w.decode(out)
}

// decode writes the function Decode. A switch, and not a table, has the types: a program
// that does not call the function links only the devices that it uses.
func (w *writer) decode(out *source) {
	out.add(declaration("Decode decodes the arguments of device_add, or of the option -device in JSON, as strictly as QEMU 9.2 and later do. " +
		"The result is a pointer to the struct that its member driver names. " +
		"If several devices have an alias, as those of different architectures do, it is the first that can be decoded. " +
		"An error is a [*qapi.DecodeError]. A program that calls Decode links all devices of the package."))
	out.line("func Decode(data []byte) (Device, error) {")
	out.line("driver, err := cmdline.Driver(data)")
	out.line("if err != nil {")
	out.line("return nil, err")
	out.line("}")
	out.line("switch driver {")
	for _, c := range w.cases() {
		out.line("case ", quoted(c.names), ":")
		candidates := make([]string, len(c.devices))
		for i, d := range c.devices {
			candidates[i] = "new(" + d.goName + ")"
		}
		out.line("return decode(data, ", strings.Join(candidates, ", "), ")")
	}
	out.line("}")
	for _, d := range w.devices {
		if len(d.Models) > 0 {
			out.line("if strings.HasSuffix(driver, ", strconv.Quote(d.Suffix), ") {")
			out.line("return decode(data, new(", d.goName, "))")
			out.line("}")
			out.imports[stringsPath] = true
		}
	}
	out.line("return nil, cmdline.UnknownDriver(driver)")
	out.line("}")
	out.line()
	out.line("func decode(data []byte, candidates ...Device) (d Device, err error) {")
	out.line("for _, candidate := range candidates {")
	out.line("failure := qapi.UnmarshalStrict(data, candidate)")
	out.line("if failure == nil {")
	out.line("return candidate, nil")
	out.line("}")
	out.line("if err == nil {")
	out.line("err = failure")
	out.line("}")
	out.line("}")
	out.line("return nil, err")
	out.line("}")
}

// A decodeCase is a case of Decode: names that lead to the same devices.
type decodeCase struct {
	names   []string
	devices []*device
}

// cases returns the cases for devices that are no CPUs, in the order in which their names
// come first. A name that several devices share is a case of its own.
func (w *writer) cases() (cases []decodeCase) {
	byName := map[string][]*device{}
	var names []string
	for _, d := range w.devices {
		if len(d.Models) > 0 {
			continue
		}
		for _, name := range d.Names() {
			if byName[name] == nil {
				names = append(names, name)
			}
			byName[name] = append(byName[name], d)
		}
	}
	index := map[*device]int{}
	for _, name := range names {
		list := byName[name]
		own := false
		for _, d := range list {
			if d.Name == name { // an alias of another target is not meant
				list, own = []*device{d}, true
			}
		}
		if i, ok := index[list[0]]; ok && len(list) == 1 && !own {
			cases[i].names = append(cases[i].names, name)
			continue
		}
		if len(list) == 1 {
			index[list[0]] = len(cases)
		}
		cases = append(cases, decodeCase{[]string{name}, list})
	}
	return cases
}
