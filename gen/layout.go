package gen

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// cellMark stands where gofmt would align what follows with the lines above
// and below.
const cellMark = "\v"

// sectionMark is a line of its own, which goes, between lines that are not to
// be aligned with each other.
const sectionMark = "\f"

// layout finishes the text of a Go file as gofmt would have it: it indents
// lines, and aligns those that have cellMarks. Blanks within a line are right
// already (see code.go). go/format does the same and much more, but it alone
// would take longer than everything else that makes the package.
//
// The text has one statement or field a line, comments on lines of their own,
// brackets that stay open to the end of a line and close at the start of one,
// and no raw string but those that end a declaration.
func layout(raw []byte) []byte {
	l := layouter{out: make([]byte, 0, len(raw)+len(raw)/8)}
	for line := range bytes.Lines(raw) {
		l.line(bytes.TrimRight(line, " \n"))
	}
	l.flush()
	// A file ends with its last line.
	return append(bytes.TrimRight(l.out, "\n"), '\n')
}

type layouter struct {
	out  []byte
	rows []row // consecutive lines with cells, not yet written
	// open has, for each bracket that is open, the depth of the line that
	// opened it. Brackets opened on one line indent once.
	open  []int
	blank bool // the last line was
	raw   bool // in a raw string
}

type row struct {
	indent int
	cells  [][]byte
}

func (l *layouter) line(text []byte) {
	if l.raw {
		l.raw = bytes.IndexByte(text, '`') < 0
		l.write(0, text)
		return
	}
	if len(text) == 0 {
		l.flush()
		if !l.blank {
			l.out = append(l.out, '\n')
		}
		l.blank = true
		return
	}
	if string(text) == sectionMark {
		l.flush()
		return
	}
	l.blank = false
	indent := l.indent(text)
	if bytes.Contains(text, []byte(cellMark)) {
		cells := bytes.Split(text, []byte(cellMark))
		for i := range cells {
			cells[i] = bytes.TrimSpace(cells[i])
		}
		l.rows = append(l.rows, row{indent, cells})
		return
	}
	l.flush()
	l.write(indent, text)
}

// indent gives the depth of a line, and follows the brackets in it. A line
// that closes brackets first has the depth of the line that opened them.
func (l *layouter) indent(text []byte) int {
	depth := 0
	if n := len(l.open); n > 0 {
		depth = l.open[n-1] + 1
	}
	if bytes.HasPrefix(text, []byte("//")) {
		return depth
	}
	i := 0
	for ; i < len(text) && isCloser(text[i]); i++ {
		depth = l.pop()
	}
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			i = endOfString(text, i)
		case c == '`':
			l.raw = bytes.IndexByte(text[i+1:], '`') < 0
			return depth
		case c == '(' || c == '[' || c == '{':
			l.open = append(l.open, depth)
		case isCloser(c):
			l.pop()
		}
	}
	return depth
}

func isCloser(c byte) bool { return c == ')' || c == ']' || c == '}' }

func (l *layouter) pop() (depth int) {
	last := len(l.open) - 1
	depth = l.open[last]
	l.open = l.open[:last]
	return depth
}

// endOfString is the index of the quote that ends the string which starts at i.
func endOfString(text []byte, i int) int {
	for i++; i < len(text) && text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return i
}

// flush writes the rows, each column as wide as its widest cell.
func (l *layouter) flush() {
	var widths []int
	for _, r := range l.rows {
		for i, cell := range r.cells {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCount(cell))
		}
	}
	for _, r := range l.rows {
		var text []byte
		for i, cell := range r.cells {
			text = append(text, cell...)
			if i < len(r.cells)-1 {
				text = append(text, bytes.Repeat([]byte(" "), widths[i]-utf8.RuneCount(cell)+1)...)
			}
		}
		l.write(r.indent, text)
	}
	l.rows = l.rows[:0]
}

func (l *layouter) write(indent int, text []byte) {
	l.out = slices.Grow(l.out, indent+len(text)+1)
	for range indent {
		l.out = append(l.out, '\t')
	}
	l.out = append(append(l.out, text...), '\n')
}
