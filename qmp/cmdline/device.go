package cmdline

import "github.com/qapi-go/qapi-gen/qapi"

// This file is for generated code.

// A driver is what all devices have in common.
type driver struct{ Driver string }

func (*driver) QAPIType() *qapi.Type { return &typeDriver }

var typeDriver = qapi.Type{Name: "device", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "driver"}}}

// Driver returns the member driver of a device in JSON. It is for the function Decode of
// generated packages.
func Driver(data []byte) (string, error) {
	var d driver
	if err := qapi.Unmarshal(data, &d); err != nil {
		return "", err
	}
	if d.Driver == "" {
		return "", &qapi.DecodeError{Kind: qapi.MissingMember, Path: "driver"}
	}
	return d.Driver, nil
}

// UnknownDriver returns the error for a device that a generated package does not have.
func UnknownDriver(name string) error {
	return &qapi.DecodeError{
		Kind: qapi.UnknownValue, Path: "driver", Expected: "the devices of the generated package", Found: name,
	}
}
