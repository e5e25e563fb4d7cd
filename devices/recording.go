package devices

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// A Recording is what one binary of QEMU says of its devices.
type Recording struct {
	// Version is the version of QEMU, such as "10.0.2". Package names the build.
	Version, Package string
	// Target is the architecture of the guest, such as "x86_64".
	Target string
	// Enums are the values of the enums that properties have as their types, if they
	// were recorded with a schema.
	Enums []Enum
	// Devices are sorted by name.
	Devices []*Device
	// Failures are the devices whose properties QEMU did not list, sorted by name.
	Failures []Failure
}

// An Enum is an enum of QEMU's schema that is the type of a property.
type Enum struct {
	Name   string
	Values []string
}

// A Device is a type of device.
type Device struct {
	Name string
	// Parent is the QOM type that it is derived from.
	Parent string
	// Bus is the type of bus that it is plugged into, such as "PCI". It is empty for
	// devices without a bus.
	Bus string
	// Alias is another name that device_add takes. It depends on the target: "virtio-net"
	// is virtio-net-pci or virtio-net-ccw.
	Alias string
	// Category is the heading under which QEMU lists it, such as "Network".
	Category    string
	Description string
	// Internal devices belong to a machine. A user cannot create one.
	Internal bool
	// Properties are sorted by name. Devices may share the slice.
	Properties []Property
}

// A Property is a property of a device.
type Property struct {
	Name string
	// Type is QEMU's name of its type, such as "uint32" or "link<iothread>". See
	// [ParseType].
	Type        string
	Description string
	// Default is the default value as JSON, or nil if QEMU does not tell one.
	Default json.RawMessage
}

// A Failure is a device whose properties QEMU did not list.
type Failure struct {
	Device, Reason string
}

// Lookup returns the device with a name or an alias, or nil.
func (r *Recording) Lookup(name string) *Device {
	i, found := slices.BinarySearchFunc(r.Devices, name, func(d *Device, name string) int {
		return cmp.Compare(d.Name, name)
	})
	if found {
		return r.Devices[i]
	}
	i = slices.IndexFunc(r.Devices, func(d *Device) bool { return d.Alias != "" && d.Alias == name })
	if i < 0 {
		return nil
	}
	return r.Devices[i]
}

// Property returns the property with a name, or nil.
func (d *Device) Property(name string) *Property {
	i, found := slices.BinarySearchFunc(d.Properties, name, func(p Property, name string) int {
		return cmp.Compare(p.Name, name)
	})
	if !found {
		return nil
	}
	return &d.Properties[i]
}

// Label names the recording in messages: "QEMU 10.0.2 for x86_64".
func (r *Recording) Label() string { return "QEMU " + r.Version + " for " + r.Target }

// fullLabel is the label with the package that a distribution has made: "QEMU 10.0.2
// (Debian 1:10.0.2+ds-2) for x86_64".
func (r *Recording) fullLabel() string {
	if r.Package == "" {
		return r.Label()
	}
	return "QEMU " + r.Version + " (" + r.Package + ") for " + r.Target
}

// cpuSuffix returns the end that the names of a target's CPUs have, such as
// "-x86_64-cpu", or "" for a device that is not the model of a CPU. It is the name of
// the abstract type that all models are derived from.
func (d *Device) cpuSuffix() string {
	stem, ok := strings.CutSuffix(d.Name, "-cpu")
	i := strings.LastIndexByte(stem, '-')
	if !ok || i <= 0 || d.Category != "CPU" {
		return ""
	}
	return d.Name[i:]
}

// equal reports whether two properties do not differ.
func (p Property) equal(q Property) bool {
	return p.Name == q.Name && p.Type == q.Type && p.Description == q.Description && p.sameDefault(&q)
}

func (p *Property) sameDefault(q *Property) bool {
	return bytes.Equal(compactJSON(p.Default), compactJSON(q.Default))
}
