package request

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/qapi-go/qapi-gen/introspect"
)

// builtin builds a value of a built-in type ("Built-in Types").
func (b *builder) builtin(t typ, e *introspect.Builtin, n *node, at string) {
	switch e.JSONType {
	case introspect.JSONString:
		if n.kind == nodeText || n.kind == nodeString {
			b.str(n.text)
			return
		}
		b.expected(n, at, "a string", "TEXT")
	case introspect.JSONInt:
		b.integer(t, n, at)
	case introspect.JSONNumber:
		b.number(n, at)
	case introspect.JSONBoolean:
		b.boolean(n, at)
	case introspect.JSONNull:
		if n.kind == nodeNull || n.kind == nodeText && n.text == "null" {
			b.write("null")
			return
		}
		b.expected(n, at, "null", "null")
	case introspect.JSONValue:
		b.untyped(n, at)
	default:
		b.addf(at, "the server's introspection has a type unknown here: %s", e.JSONType)
	}
}

// expected reports a value of the wrong kind.
func (b *builder) expected(n *node, at, what, form string) {
	if n.kind == nodeKeys {
		b.addf(at, "%s is expected, %s=%s; it has no member '%s'", what, at, form, n.members[0].name)
		return
	}
	b.addf(at, "%s is expected, and not %s", what, n.described())
}

var (
	decimal     = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	hexadecimal = regexp.MustCompile(`^-?0[xX][0-9a-fA-F]+$`)
	withSuffix  = regexp.MustCompile(`^([0-9]+)([KMGTPEkmgtpe])(i?[bB])?$`)
)

func (b *builder) integer(t typ, n *node, at string) {
	number, ok := new(big.Int), false
	switch {
	case (n.kind == nodeText || n.kind == nodeNumber) && decimal.MatchString(n.text):
		number, ok = number.SetString(n.text, 10)
	case n.kind == nodeText && hexadecimal.MatchString(n.text):
		number, ok = number.SetString(n.text, 0)
	case n.kind == nodeText && withSuffix.MatchString(n.text):
		b.addf(at, "QMP has no suffixes of sizes: write %s=%s for %s", at, withoutSuffix(n.text), n.text)
		return
	}
	if !ok {
		b.expected(n, at, "an integer", "NUMBER")
		return
	}
	if least, most := rangeOf(t); number.Cmp(least) < 0 || number.Cmp(most) > 0 {
		b.addf(at, "%s is out of range: %s is from %v to %v", shortened(n.text), t.name(), least, most)
		return
	}
	b.write(number.String())
}

// withoutSuffix is the number of bytes that a size means in QEMU's options, where
// K is 1024.
func withoutSuffix(text string) string {
	part := withSuffix.FindStringSubmatch(text)
	number, _ := new(big.Int).SetString(part[1], 10)
	exponent := 10 * (1 + strings.Index("KMGTPE", strings.ToUpper(part[2])))
	return number.Lsh(number, uint(exponent)).String()
}

// rangeOf returns the least and the largest value of an integer type.
// Introspection calls all of them int. Negative values of uint64 and size are left
// to the server, because QEMU accepts them.
func rangeOf(t typ) (least, most *big.Int) {
	bits := func(exponent uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), exponent) }
	least, most = new(big.Int).Neg(bits(63)), new(big.Int).Sub(bits(64), big.NewInt(1))
	if t.decl == nil {
		return least, most
	}
	var size uint
	switch name := t.decl.Common().Name; {
	case name == "int" || name == "int64":
		most.Sub(bits(63), big.NewInt(1))
	case scan(name, "uint%d", &size) && size < 64:
		least, most = big.NewInt(0), most.Sub(bits(size), big.NewInt(1))
	case scan(name, "int%d", &size):
		least, most = least.Neg(bits(size-1)), most.Sub(bits(size-1), big.NewInt(1))
	}
	return least, most
}

func scan(text, format string, to *uint) bool {
	_, err := fmt.Sscanf(text, format, to)
	return err == nil
}

func (b *builder) number(n *node, at string) {
	if n.kind == nodeNumber || n.kind == nodeText && isNumber(n.text) {
		b.write(n.text)
		return
	}
	b.expected(n, at, "a number", "NUMBER")
}

// isNumber reports whether text is a number in JSON.
func isNumber(text string) bool {
	if text == "" || !strings.ContainsRune("-0123456789", rune(text[0])) {
		return false
	}
	return strings.TrimSpace(text) == text && json.Valid([]byte(text))
}

// booleans are the texts for true and false, as in QEMU's options.
var booleans = map[string]string{
	"true": "true", "on": "true", "yes": "true", "y": "true",
	"false": "false", "off": "false", "no": "false", "n": "false",
}

func (b *builder) boolean(n *node, at string) {
	if n.kind == nodeBool {
		b.write(n.text)
		return
	}
	if value := booleans[n.text]; n.kind == nodeText && value != "" {
		b.write(value)
		return
	}
	b.expected(n, at, "true or false", "true")
}
