package devices

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/qapi"
)

// The members that device_add takes beside the properties of the device.
const (
	driverMember = "driver"
	idMember     = "id"
	busMember    = "bus"
)

// Find returns the devices that have a name, or else those that have it as an alias:
// several if it is that of other devices on other targets. Devices that a user cannot
// create are not among them.
func (s *Set) Find(name string) (found []*SetDevice) {
	for _, d := range s.Devices {
		if !d.Internal && d.has(name) {
			return []*SetDevice{d}
		}
	}
	for _, d := range s.Devices {
		if !d.Internal && slices.Contains(d.Aliases, name) {
			found = append(found, d)
		}
	}
	return found
}

// has reports whether name is that of the device, or of a model of the CPU.
func (d *SetDevice) has(name string) bool {
	if len(d.Models) == 0 {
		return d.Name == name
	}
	model, ok := strings.CutSuffix(name, d.Suffix)
	return ok && slices.Contains(d.Models, model)
}

// Check checks the arguments of device_add, or of -device in JSON, as UnmarshalStrict
// checks a value of the device's generated type: the driver, and each property by its
// type. An error is or wraps a *qapi.DecodeError. The values of enums are checked if a
// recording has them, and the elements of lists are not.
func (s *Set) Check(text []byte) error {
	var device driverOnly
	if err := qapi.Unmarshal(text, &device); err != nil {
		return err
	}
	values, names, err := members(text)
	if err != nil {
		return err
	}
	if values[driverMember] == nil {
		return &qapi.DecodeError{Kind: qapi.MissingMember, Path: driverMember}
	}
	found := s.Find(device.Driver)
	if len(found) == 0 {
		return s.unknownDriver(device.Driver)
	}
	var first error
	for _, d := range found {
		err := s.checkMembers(d, values, names)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// driverOnly is the member of device_add's arguments that every device has.
type driverOnly struct{ Driver string }

func (*driverOnly) QAPIType() *qapi.Type { return &typeDriverOnly }

var typeDriverOnly = qapi.Type{Name: "device", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: driverMember}}}

// members returns the members of an object, and their names in their order. The text
// is valid JSON, and no name is there twice.
func members(object []byte) (values map[string]json.RawMessage, names []string, err error) {
	if err := json.Unmarshal(object, &values); err != nil {
		return nil, nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return nil, nil, err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, nil, err
		}
		names = append(names, fmt.Sprint(name))
		var skipped json.RawMessage
		if err := decoder.Decode(&skipped); err != nil {
			return nil, nil, err
		}
	}
	return values, names, nil
}

// unknownDriver says that a user cannot create a device.
func (s *Set) unknownDriver(name string) error {
	err := &qapi.DecodeError{Kind: qapi.UnknownValue, Path: driverMember, Expected: "the recorded devices", Found: name}
	known, internal := s.driverNames(name)
	if internal {
		return fmt.Errorf("%w that a user can create: the device belongs to a machine", err)
	}
	return suggesting(err, name, known)
}

// driverNames returns the names of the devices that a user can create, and whether name
// is that of one that belongs to a machine.
func (s *Set) driverNames(name string) (known []string, internal bool) {
	for _, d := range s.Devices {
		internal = internal || d.has(name)
		if !d.Internal {
			known = append(known, d.Names()...)
		}
	}
	return known, internal
}

// suggesting adds a name that may have been meant to an error.
func suggesting(err error, name string, known []string) error {
	return fmt.Errorf("%w%s", err, diag.Suggest(name, known))
}

// checkMembers checks the members in the order of the device's properties, and then for
// those that it does not have.
func (s *Set) checkMembers(d *SetDevice, values map[string]json.RawMessage, names []string) error {
	known := []string{driverMember, idMember, busMember}
	for _, name := range known[1:] {
		if err := s.checkValue(name, values[name], Type{Kind: Reference}); err != nil {
			return err
		}
	}
	for _, p := range d.Properties {
		known = append(known, p.Name)
		if err := s.checkValue(p.Name, values[p.Name], p.Type); err != nil {
			return err
		}
	}
	for _, name := range names {
		if !slices.Contains(known, name) {
			err := &qapi.DecodeError{Kind: qapi.UnexpectedMember, Path: name}
			return suggesting(err, name, known)
		}
	}
	return nil
}

// checkValue checks the value of a property; nil is absent.
func (s *Set) checkValue(name string, value json.RawMessage, t Type) error {
	if value == nil {
		return nil
	}
	decode := qapi.UnmarshalStrict
	if t.Kind == Struct {
		decode = qapi.Unmarshal // its members are not known here
	}
	err := decode(value, t.newValue())
	var mistake *qapi.DecodeError
	if errors.As(err, &mistake) {
		mistake.Path = name
		return mistake
	}
	switch {
	case err == nil && t.Kind == Int && t.Bits < 8:
		return checkNarrow(name, value, t)
	case err == nil && t.Kind == Enumeration:
		return s.checkEnum(name, value, t.Name)
	}
	return err
}

// checkNarrow checks the range of an unsigned integer for which Go has no type.
func checkNarrow(name string, value json.RawMessage, t Type) error {
	var number uint64
	if err := json.Unmarshal(value, &number); err != nil {
		return err
	}
	if _, high := t.Limits(); number > high {
		return &qapi.DecodeError{Kind: qapi.OutOfRange, Path: name, Expected: t.Name, Found: string(value)}
	}
	return nil
}

// newValue returns a pointer to a Go value that takes the JSON of the type.
func (t Type) newValue() any {
	switch t.Kind {
	case Bool:
		return new(bool)
	case Text, Reference, Enumeration:
		return new(string)
	case List, StructList:
		return new([]json.RawMessage)
	case Struct:
		return new(object)
	case Int:
		return t.newInteger()
	case Raw, Internal:
	}
	return new(json.RawMessage)
}

// An object is any JSON object, if it is decoded tolerantly.
type object struct{}

func (*object) QAPIType() *qapi.Type { return &typeObject }

var typeObject = qapi.Type{Name: "object", Kind: qapi.KindStruct}

func (t Type) newInteger() any {
	switch {
	case t.Unsigned && t.Bits <= 8:
		return new(uint8)
	case t.Unsigned && t.Bits == 16:
		return new(uint16)
	case t.Unsigned && t.Bits == 32:
		return new(uint32)
	case t.Unsigned:
		return new(uint64)
	case t.Bits == 8:
		return new(int8)
	case t.Bits == 16:
		return new(int16)
	case t.Bits == 32:
		return new(int32)
	default:
		return new(int64)
	}
}

// checkEnum checks that one of the recordings has a value of an enum, if any has the
// enum.
func (s *Set) checkEnum(name string, text json.RawMessage, enum string) error {
	var value string
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	var known []string
	for _, r := range s.Recordings {
		known = append(known, r.values(enum)...)
	}
	if len(known) == 0 || slices.Contains(known, value) {
		return nil
	}
	return suggesting(&qapi.DecodeError{Kind: qapi.UnknownValue, Path: name, Expected: enum, Found: value}, value, known)
}
