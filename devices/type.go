package devices

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Kind is the kind of JSON that a property takes. Each takes one kind, in all
// releases that were measured: QEMU 7.2 by -device, and 9.2 and later by device_add
// as well.
type Kind int

// The kinds. The zero Kind is Raw.
const (
	// Raw is a type that qapi-gen does not know. Any JSON is passed on.
	Raw Kind = iota
	Bool
	Int
	Text
	// Reference is text that names something else: an object, a backend or a bus. It
	// is never empty.
	Reference
	// Enumeration is text that is a value of an enum of QEMU's schema.
	Enumeration
	// Struct is an object that is a struct or union of QEMU's schema.
	Struct
	// List is an array whose elements QEMU does not describe.
	List
	// StructList is an array of a struct of QEMU's schema.
	StructList
	// Internal properties are listed, but cannot be set by a user.
	Internal
)

// A Type is the type of a property.
type Type struct {
	Kind Kind
	// Name is QEMU's name of the type, without the target of a link. For Enumeration,
	// Struct and StructList it is the name in QEMU's schema, of the elements for a list.
	Name string
	// Target is what a link leads to, such as "iothread".
	Target string
	// Bits and Unsigned describe an Int.
	Bits     int
	Unsigned bool
}

// createdProperty is the property that QEMU sets when it has created a device. Setting
// it from outside ends QEMU.
const createdProperty = "realized" //nolint:misspell // QEMU's name

// integers are the integer types by their bits, negative for those with a sign.
var integers = map[string]int{
	"int": -64, "int8": -8, "int16": -16, "int32": -32, "int64": -64,
	"uint4": 4, "uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64, "size": 64,
}

// texts are the types whose values are text. QemuUUID and ccw_loadparm have a form
// of their own, which QEMU checks.
var texts = []string{"str", "string", "QemuUUID", "ccw_loadparm"}

// internals are types of what QEMU itself sets.
var internals = []string{"busnr", "guest statistics", "X86CPUFeatureWordInfo", "GuestPanicInformation", "strList"}

// backends are the properties that name a backend, although their type is a string.
var backends = []string{"drive", "netdev", "chardev", "audiodev"}

// renamedEnums are the enums whose names in a list of properties differ from those in
// the schema. QEMU renamed the first in 8.0.
var renamedEnums = map[string]string{"FdcDriveType": "FloppyDriveType"}

// structs are the types of properties that are structs or unions of the schema. A list of
// properties does not tell them from enums. vfio-user-pci of QEMU 10.1 has the first.
var structs = []string{"SocketAddress"}

// ParseType returns the type of a property from its name and QEMU's name of the
// type. The name matters for few: a PCI address is text in every release, though the
// type of its property addr is int32 up to QEMU 9. (The addr of memory is uint64.)
func ParseType(property, name string) Type {
	bits, isInteger := integers[name]
	target, isLink := cutAround(name, "link<", ">")
	_, isChild := cutAround(name, "child<", ">")
	elem, isList := strings.CutSuffix(name, "List")
	switch {
	case isChild, slices.Contains(internals, name), property == createdProperty, isLink && wiring(target):
		return Type{Kind: Internal, Name: name}
	case property == "addr" && name == "int32":
		return Type{Kind: Text, Name: "str"}
	case isLink:
		return Type{Kind: Reference, Name: "link", Target: target}
	case slices.Contains(texts, name) && slices.Contains(backends, property):
		return Type{Kind: Reference, Name: name}
	case slices.Contains(texts, name):
		return Type{Kind: Text, Name: name}
	case isInteger && bits < 0:
		return Type{Kind: Int, Name: name, Bits: -bits}
	case isInteger:
		return Type{Kind: Int, Name: name, Bits: bits, Unsigned: true}
	case name == "bool":
		return Type{Kind: Bool, Name: name}
	case name == "list":
		return Type{Kind: List, Name: name}
	case slices.Contains(structs, name):
		return Type{Kind: Struct, Name: name}
	case isList && schemaName(elem):
		return Type{Kind: StructList, Name: elem}
	case schemaName(name):
		if current := renamedEnums[name]; current != "" {
			name = current
		}
		return Type{Kind: Enumeration, Name: name}
	default:
		return Type{Kind: Raw, Name: name}
	}
}

// wiring reports whether a link leads to a part of the machine's wiring, which boards
// connect.
func wiring(target string) bool { return target == "irq" || target == "memory-region" }

// schemaName reports whether name has the form of a type's name in QEMU's schema.
func schemaName(name string) bool {
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && !strings.ContainsAny(name, " <>-")
}

func cutAround(text, before, after string) (string, bool) {
	text, ok := strings.CutPrefix(text, before)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(text, after)
}

// Type returns the type of the property on the device. A property that QEMU lists for
// the device, but refuses to set, is Internal.
func (d *Device) Type(p *Property) Type {
	if refused(d, p.Name) {
		return Type{Kind: Internal, Name: p.Type}
	}
	return ParseType(p.Name, p.Type)
}

// refused reports whether a device refuses to have a property set that a user could set
// by its type: the size of memory is that of its backend, and most USB devices only
// report whether they are attached.
func refused(d *Device, property string) bool {
	switch property {
	case "size":
		return slices.Contains([]string{"nvdimm", "pc-dimm", "sgx-epc"}, d.Name) || strings.HasPrefix(d.Name, "virtio-mem")
	case "attached":
		return d.Bus == "usb-bus" && d.Name != "usb-bot" && d.Name != "usb-uas"
	default:
		return false
	}
}

// Limits returns the least and the greatest value of an Int.
func (t Type) Limits() (low int64, high uint64) {
	if t.Unsigned {
		return 0, math.MaxUint64 >> (64 - t.Bits)
	}
	return math.MinInt64 >> (64 - t.Bits), math.MaxInt64 >> (64 - t.Bits)
}

// String describes the type, as in "uint16" or "link to iothread".
func (t Type) String() string {
	switch t.Kind {
	case Reference:
		if t.Target != "" {
			return "link to " + t.Target
		}
		return "string"
	case Text:
		return "string"
	case Bool:
		return "boolean"
	case StructList:
		return "array of " + t.Name
	case List:
		return "array"
	case Raw, Int, Enumeration, Struct, Internal:
	}
	return t.Name
}

// A version is a version of QEMU.
type version [3]int

func parseVersion(text string) (v version, err error) {
	parts := strings.Split(text, ".")
	if len(parts) != len(v) {
		return v, fmt.Errorf("%q is not a version of QEMU such as 10.0.2", text)
	}
	for i, part := range parts {
		if v[i], err = strconv.Atoi(part); err != nil || part[0] == '+' || part[0] == '-' {
			return v, fmt.Errorf("%q is not a version of QEMU such as 10.0.2", text)
		}
	}
	return v, nil
}
