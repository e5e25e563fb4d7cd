package request

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/qapi-go/qapi-gen/introspect"
)

// array builds a value of an array type.
func (b *builder) array(t typ, e *introspect.Array, n *node, at string) {
	if n.kind != nodeArray && n.kind != nodeKeys {
		if n.kind == nodeText {
			b.addf(at, "a list is expected: %s.0=VALUE and so on, or %s:=JSON", at, at)
			return
		}
		b.expected(n, at, "an array", "")
		return
	}
	elements, ok := b.elements(n, at)
	if !ok {
		return
	}
	elem := b.c.element(t, e)
	b.write("[")
	for i, value := range elements {
		b.comma(i)
		b.value(elem, value, join(at, strconv.Itoa(i)))
	}
	b.write("]")
}

// elements returns the elements of an array in their order. Keys must number them
// from 0 on without a gap, as in QEMU's options.
func (b *builder) elements(n *node, at string) ([]*node, bool) {
	list := make([]*node, len(n.members))
	for _, m := range n.members {
		i, err := strconv.Atoi(m.name)
		switch {
		case err != nil || m.name != fmt.Sprint(i) || i < 0:
			b.addf(join(at, m.name), "%s is a list: its elements have the numbers 0, 1 and so on, and not '%s'", at, m.name)
			return nil, false
		case i < len(list):
			list[i] = m.value
		}
	}
	if gap := slices.Index(list, nil); gap >= 0 {
		b.addf(join(at, strconv.Itoa(gap)), "this element is missing: the numbers of a list have no gap")
		return nil, false
	}
	return list, true
}
