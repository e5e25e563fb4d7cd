package qapi

// A memory allocates the strings and optional scalars of a document in blocks, so
// that one allocation serves many values. A block is garbage when no value in it is
// in use: a value that the program keeps holds on to at most textBlock bytes, or
// scalarBlock scalars.
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

// copy returns a copy of text that is not nil. left is the number of bytes of the
// document that are not decoded yet; a new block is no larger than that.
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

// pieces allocates values of one type in blocks.
type pieces[T any] struct{ free []T }

func (p *pieces[T]) take(left int) *T {
	if len(p.free) == 0 {
		// A member takes about 16 bytes. Expect every second one to be a scalar.
		p.free = make([]T, 1+min(left/32, scalarBlock-1))
	}
	piece := &p.free[0]
	p.free = p.free[1:]
	return piece
}
