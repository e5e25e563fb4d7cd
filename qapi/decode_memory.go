package qapi

// A memory allocates the strings and optional scalars of a document in blocks, so
// that one allocation serves many values. A block is garbage when no value in it is
// in use: a value that the program keeps holds on to at most textBlock bytes, or
// scalarBlock scalars.
type memory struct {
	free    []byte // the unused rest of a block of text
	strings pieces[string]
	words   pieces[uint64]
	bools   pieces[bool]
}

const (
	textBlock   = 1024
	scalarBlock = 16
)

// copyText returns a copy of text that is not nil. undecoded is the number of bytes
// of the document that are not decoded yet; a new block is no larger than that.
func (m *memory) copyText(text []byte, undecoded int) []byte {
	n := len(text)
	if n > len(m.free) {
		if n > textBlock/4 {
			return append(make([]byte, 0, n), text...)
		}
		m.free = make([]byte, max(n, min(undecoded, textBlock)))
	}
	piece := m.free[:n:n]
	m.free = m.free[n:]
	copy(piece, text)
	return piece
}

// pieces allocates values of one type in blocks.
type pieces[T any] struct{ free []T }

func (p *pieces[T]) take(undecoded int) *T {
	if len(p.free) == 0 {
		// A member takes about 16 bytes. Expect every second one to be a scalar.
		p.free = make([]T, 1+min(undecoded/32, scalarBlock-1))
	}
	piece := &p.free[0]
	p.free = p.free[1:]
	return piece
}
