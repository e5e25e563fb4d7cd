package request

import "strconv"

// untyped builds a value of which nothing is known.
func (b *builder) untyped(n *node, at string) {
	switch n.kind {
	case nodeText:
		if !b.literal && isScalar(n.text) {
			b.write(n.text)
			return
		}
		b.str(n.text)
	case nodeString:
		b.str(n.text)
	case nodeKeys:
		if isIndex(n.members[0].name) {
			b.untypedArray(n, at)
			return
		}
		b.untypedObject(n, at)
	case nodeArray:
		b.untypedArray(n, at)
	case nodeObject:
		b.untypedObject(n, at)
	default:
		b.write(n.text)
	}
}

// isScalar reports whether text is a number, a boolean or null in JSON.
func isScalar(text string) bool {
	return text == "true" || text == "false" || text == "null" || isNumber(text)
}

func (b *builder) untypedArray(n *node, at string) {
	elements, ok := b.elements(n, at)
	if !ok {
		return
	}
	b.write("[")
	for i, value := range elements {
		b.comma(i)
		b.untyped(value, join(at, strconv.Itoa(i)))
	}
	b.write("]")
}

func (b *builder) untypedObject(n *node, at string) {
	b.write("{")
	for i, m := range n.members {
		b.comma(i)
		b.str(m.name)
		b.write(": ")
		b.untyped(m.value, join(at, m.name))
	}
	b.write("}")
}
