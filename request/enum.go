package request

import (
	"cmp"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
)

// enum builds a value of an enumeration type ("Enumeration types").
func (b *builder) enum(t typ, e *introspect.Enum, n *node, at string) {
	if n.kind != nodeText && n.kind != nodeString {
		b.expected(n, at, "one of the values"+t.of(), "VALUE")
		return
	}
	if e.Member(n.text) == nil {
		values := valueNames(e)
		b.addf(at, "'%s' is no value%s%s", shortened(n.text), t.of(),
			cmp.Or(diag.Suggest(n.text, values), listed("; the values are ", values)))
		return
	}
	b.str(n.text)
}
