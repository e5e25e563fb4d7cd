package qapi

// A memory hands out the small pieces of memory that a document decodes into.
// Strings and optional scalars are by far the most of them; pieces of one
// kind share a block, so that a document costs one allocation for many of
// them. A piece that is kept keeps its block: at most textBlock bytes of
// strings and raw values, or scalarBlock scalars.
type memory struct {
	text    []byte // the unused rest of a block
	strings pieces[string]
	words   pieces[uint64]
	bools   pieces[bool]
}

const (
	textBlock   = 1024
	scalarBlock = 16
)

// copy returns a copy of text, which is not nil. left is how many bytes of the
// document are still to come: no block is larger than what they can fill.
func (m *memory) copy(text []byte, left int) []byte {
	n := len(text)
	if n > len(m.text) {
		if n > textBlock/4 {
			return append(make([]byte, 0, n), text...)
		}
		m.text = make([]byte, max(n, min(left, textBlock)))
	}
	piece := m.text[:n:n]
	m.text = m.text[n:]
	copy(piece, text)
	return piece
}

// pieces hands out single values of a block.
type pieces[T any] struct{ free []T }

func (p *pieces[T]) take(left int) *T {
	if len(p.free) == 0 {
		// A member takes some 16 bytes in a document.
		p.free = make([]T, 1+min(left/32, scalarBlock-1))
	}
	piece := &p.free[0]
	p.free = p.free[1:]
	return piece
}
