package devices

// widen returns a type for the values of both older and newer. It reports false if
// these are of different kinds of JSON.
//
// rombar lost some values and gained others when it became signed in QEMU 9: such
// integers become an int64. Of an int64 and a uint64 the newer one is returned, since no
// type of Go has the values of both.
func widen(older, newer Type) (Type, bool) {
	switch {
	case older.Kind == Raw || newer.Kind == Raw:
		return Type{Kind: Raw, Name: newer.Name}, true
	case older.Kind == Int && newer.Kind == Int:
		return widenIntegers(older, newer), true
	case older.Kind == newer.Kind && older.Name == newer.Name && older.Target == newer.Target:
		return newer, true
	case isText(older) && isText(newer):
		// Of text with different rules, QEMU checks them.
		if older.Kind == Reference && newer.Kind == Reference {
			return newer, true
		}
		return Type{Kind: Text, Name: "str"}, true
	case isList(older) && isList(newer):
		return Type{Kind: List, Name: "list"}, true
	default:
		return newer, false
	}
}

func widenIntegers(older, newer Type) Type {
	both := Type{Kind: Int, Name: "int64", Bits: 64}
	switch {
	case contains(older, newer):
		return older
	case contains(newer, older) || !contains(both, older) || !contains(both, newer):
		return newer
	default:
		return both
	}
}

func isText(t Type) bool { return t.Kind == Text || t.Kind == Reference || t.Kind == Enumeration }

func isList(t Type) bool { return t.Kind == List || t.Kind == StructList }

// contains reports whether an integer type has all values of another.
func contains(t, other Type) bool {
	low, high := t.Limits()
	otherLow, otherHigh := other.Limits()
	return low <= otherLow && otherHigh <= high
}
