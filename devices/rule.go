package devices

import "github.com/qapi-go/qapi-gen/breaking"

// A Rule says what a kind of change means for programs that were written for the older
// recording. Programs send properties and do not receive them.
type Rule struct {
	// ID names the rule in reports.
	ID string
	// Change is what the rule is about.
	Change  string
	Verdict breaking.Verdict
	// Source is where the rule comes from.
	Source string
}

// The sources of the rules.
const (
	considerations = "qapi-code-gen, Compatibility considerations: arguments of a command"
	strict         = "own: since QEMU 9.2 device_add takes no other kind of JSON"
	behaviour      = "own: a device that leaves the property out behaves differently"
	sameText       = "own: the name of a type is not on the wire"
)

// Rules returns all rules, in the order of the table in docs/devices.md.
func Rules() []*Rule {
	return []*Rule{
		deviceRemoved, deviceMadeInternal, deviceAdded, aliasRemoved, aliasAdded, busChanged,
		propertyRemoved, propertyAdded, kindChanged, integerNarrowed, integerShifted, integerWidened,
		valueRemoved, valueAdded, enumReplaced, typeRenamed, typeUnknown, linkChanged, defaultChanged,
	}
}

var (
	deviceRemoved      = &Rule{"device-removed", "a device that a user can create is gone", breaking.Break, considerations}
	deviceMadeInternal = &Rule{"device-made-internal", "a user can no longer create a device", breaking.Break, considerations}
	deviceAdded        = &Rule{"device-added", "a device is new, or a user can create it now", breaking.Compatible, considerations}
	aliasRemoved       = &Rule{"alias-removed", "a device loses its other name", breaking.Break, considerations}
	aliasAdded         = &Rule{"alias-added", "a device gets another name", breaking.Compatible, considerations}
	busChanged         = &Rule{"bus-changed", "a device is plugged into another type of bus", breaking.Break, "own: a machine may have no such bus"}
	propertyRemoved    = &Rule{"property-removed", "a property is gone, or cannot be set any more", breaking.Break, considerations}
	propertyAdded      = &Rule{"property-added", "a property is new, or can be set now", breaking.Compatible, considerations}
	kindChanged        = &Rule{"property-kind-changed", "a property takes another kind of JSON", breaking.Break, strict}
	integerNarrowed    = &Rule{"property-narrowed", "an integer type loses range", breaking.Break, strict}
	integerShifted     = &Rule{"property-shifted", "an integer type loses range at one end and gains some at the other", breaking.Caution, "own: small numbers remain, and -1 is often new as the default"}
	integerWidened     = &Rule{"property-widened", "a property takes more values", breaking.Compatible, considerations}
	valueRemoved       = &Rule{"property-value-removed", "an enum loses a value", breaking.Break, considerations}
	valueAdded         = &Rule{"property-value-added", "an enum gains a value", breaking.Compatible, considerations}
	enumReplaced       = &Rule{"property-enum-replaced", "a property gets another enum, and the values of one are not recorded; or text becomes an enum", breaking.Caution, "own: which values are gone is not known"}
	typeRenamed        = &Rule{"property-type-renamed", "a type has another name, and takes the same values", breaking.Compatible, sameText}
	typeUnknown        = &Rule{"property-type-unknown", "a property gets or loses a type that qapi-gen does not know", breaking.Caution, "own: which values are gone is not known"}
	linkChanged        = &Rule{"property-link-changed", "a link leads to another type of object, or text becomes a link", breaking.Caution, "own: the id of an object may be refused"}
	defaultChanged     = &Rule{"property-default-changed", "a property has another default", breaking.Caution, behaviour}
)
