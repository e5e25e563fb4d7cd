package devices

// widen returns a type for the values of both older and newer. It reports false if
// these are of different kinds of JSON.
//
// If an integer type loses some values and gains others, as rombar did when it became
// signed in QEMU 9, the newer one is returned.
func widen(older, newer Type) (Type, bool) {
	switch {
	case older.Kind == Raw || newer.Kind == Raw:
		return Type{Kind: Raw, Name: newer.Name}, true
	case older.Kind == Int && newer.Kind == Int:
		if contains(older, newer) {
			return older, true
		}
		return newer, true
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

func isText(t Type) bool { return t.Kind == Text || t.Kind == Reference || t.Kind == Enumeration }

func isList(t Type) bool { return t.Kind == List || t.Kind == StructList }

// contains reports whether an integer type has all values of another.
func contains(t, other Type) bool {
	low, high := t.Limits()
	otherLow, otherHigh := other.Limits()
	return low <= otherLow && otherHigh <= high
}
