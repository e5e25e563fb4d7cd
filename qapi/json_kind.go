package qapi

// A jsonKind is the kind of a JSON value.
type jsonKind uint8

const (
	kindInvalid jsonKind = iota
	kindNull
	kindBoolean
	kindNumber
	kindString
	kindArray
	kindObject
	kindCount
)

// String returns the kind as an error says it.
func (k jsonKind) String() string {
	return [kindCount]string{"invalid", "null", "boolean", "number", "string", "array", "object"}[k]
}

// kinds are the kinds by a value's first byte.
var kinds = func() (kinds [256]jsonKind) {
	kinds['{'], kinds['['], kinds['"'] = kindObject, kindArray, kindString
	kinds['n'], kinds['t'], kinds['f'] = kindNull, kindBoolean, kindBoolean
	kinds['-'] = kindNumber
	for c := '0'; c <= '9'; c++ {
		kinds[c] = kindNumber
	}
	return kinds
}()

func kindOf(first byte) jsonKind { return kinds[first] }
