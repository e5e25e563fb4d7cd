package request

import (
	"slices"

	"github.com/qapi-go/qapi-gen/introspect"
)

// alternate builds a value of an alternate type ("Alternate types").
func (b *builder) alternate(t typ, e *introspect.Alternate, n *node, at string) {
	alternatives := b.c.alternatives(t, e)
	i := slices.IndexFunc(chooseOrder(alternatives), func(a typ) bool { return fits(a, n) })
	if i < 0 {
		b.expected(n, at, b.c.title(typ{wire: e}), "VALUE")
		return
	}
	b.value(chooseOrder(alternatives)[i], n, at)
}

// chooseOrder puts strings and enums last: a text is one of them if it is nothing
// else. The language guarantees that this matters only for null: no alternate has
// a string or such values of an enum beside a number or a boolean.
func chooseOrder(alternatives []typ) []typ {
	var first, last []typ
	for _, a := range alternatives {
		if b, ok := a.wire.(*introspect.Builtin); ok && b.JSONType != introspect.JSONString {
			first = append(first, a)
		} else {
			last = append(last, a)
		}
	}
	return append(first, last...)
}

// fits reports whether a value is of the kind of an alternative.
func fits(a typ, n *node) bool {
	switch e := a.wire.(type) {
	case *introspect.Builtin:
		return fitsBuiltin(e.JSONType, n)
	case *introspect.Enum:
		return n.kind == nodeText || n.kind == nodeString
	case *introspect.Array:
		return n.kind == nodeArray || n.kind == nodeKeys && isIndex(n.members[0].name)
	case *introspect.Object:
		return n.kind == nodeObject || n.kind == nodeKeys && !isIndex(n.members[0].name)
	default:
		return false
	}
}

func fitsBuiltin(t introspect.JSONType, n *node) bool {
	isText := n.kind == nodeText
	switch t {
	case introspect.JSONString:
		return isText || n.kind == nodeString
	case introspect.JSONInt, introspect.JSONNumber:
		return n.kind == nodeNumber || isText && (isNumber(n.text) || hexadecimal.MatchString(n.text))
	case introspect.JSONBoolean:
		return n.kind == nodeBool || isText && booleans[n.text] != ""
	case introspect.JSONNull:
		return n.kind == nodeNull || isText && n.text == "null"
	default:
		return t == introspect.JSONValue
	}
}
