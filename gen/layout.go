package gen

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// cell separates the parts of a line that gofmt would align with those of the
// lines above and below.
const cell = "\v"

// sectionMark is a line that ends the alignment of the lines before it. It is
// not written.
const sectionMark = "\f"

// A layouter writes the lines of a Go file in gofmt's format: it indents lines,
// and aligns those that have cells. Spaces within a line must be right already
// (see code.go). go/format does the same and much more, but would take longer
// than the rest of the generation.
//
// Each line has at most one statement or field. Comments are on lines of their
// own. A bracket that is open at the end of a line closes at the start of a
// later one. There are no raw strings (see verbatim).
type layouter struct {
	out []byte
	// rows are consecutive lines with cells, not yet written. Their texts are
	// in cells, one after the other.
	rows   []row
	cells  []byte
	widths []int // of the columns, while rows are written
	// open has for each open bracket the depth of the line that opened it.
	// Brackets opened on one line indent once.
	open  []int
	blank bool // the last line was blank
}

type row struct{ indent, start, end int }

// reset prepares l for another file and reuses the memory.
func (l *layouter) reset() {
	l.out, l.rows, l.cells, l.open, l.blank = l.out[:0], l.rows[:0], l.cells[:0], l.open[:0], false
}

// lines lays out a text.
func (l *layouter) lines(text []byte) {
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, newline)
		l.line(line)
		text = rest
	}
}

var newline = []byte("\n")

// room makes room for n bytes. append would copy a large file more often.
func (l *layouter) room(n int) {
	if cap(l.out)-len(l.out) < n {
		l.out = slices.Grow(l.out, max(n, cap(l.out)))
	}
}

// maxTabs is more than the indentation of any line.
const maxTabs = 16

// line lays out one line.
func (l *layouter) line(text []byte) {
	l.room(maxTabs + len(text))
	text = bytes.TrimRight(text, " ")
	switch {
	case len(text) == 0:
		l.empty()
		return
	case string(text) == sectionMark:
		l.flush()
		return
	}
	l.blank = false
	indent := l.indent(text)
	if bytes.IndexByte(text, cell[0]) >= 0 {
		start := len(l.cells)
		l.cells = append(l.cells, text...)
		l.rows = append(l.rows, row{indent, start, len(l.cells)})
		return
	}
	l.flush()
	l.tabs(indent)
	l.out = append(append(l.out, text...), '\n')
}

// empty lays out a blank line. It merges consecutive ones.
func (l *layouter) empty() {
	l.flush()
	if !l.blank {
		l.out = append(l.out, '\n')
	}
	l.blank = true
}

// comment lays out a comment, whose lines start with "//".
func (l *layouter) comment(text string) {
	l.flush()
	l.blank = false
	depth := l.depth()
	l.room(len(text) + maxTabs*(1+strings.Count(text, "\n")))
	for line := range strings.Lines(text) {
		l.tabs(depth)
		l.out = append(append(l.out, strings.TrimRight(line, " \n")...), '\n')
	}
}

// verbatim writes lines with a raw string unchanged.
func (l *layouter) verbatim(head string, raw []byte, tail string) {
	l.flush()
	l.blank = false
	l.room(len(head) + len(raw) + len(tail) + 1)
	l.out = append(append(append(append(l.out, head...), raw...), tail...), '\n')
}

// depth returns the indentation of a line that closes no brackets.
func (l *layouter) depth() int {
	if n := len(l.open); n > 0 {
		return l.open[n-1] + 1
	}
	return 0
}

// indent returns the indentation of a line, and tracks the brackets in it. A
// line that starts by closing brackets has the depth of the line that opened
// them.
func (l *layouter) indent(text []byte) int {
	depth := l.depth()
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

// endOfString returns the index of the quote that ends the string that starts
// at i.
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
	if len(l.rows) == 0 {
		return
	}
	l.widths = l.widths[:0]
	for _, r := range l.rows {
		i := 0
		for text := range cellsOf(l.cells[r.start:r.end]) {
			if i == len(l.widths) {
				l.widths = append(l.widths, 0)
			}
			l.widths[i] = max(l.widths[i], utf8.RuneCount(text))
			i++
		}
	}
	for _, r := range l.rows {
		l.tabs(r.indent)
		i, pad := 0, 0
		for text := range cellsOf(l.cells[r.start:r.end]) {
			for range pad {
				l.out = append(l.out, ' ')
			}
			l.out = append(l.out, text...)
			pad = l.widths[i] - utf8.RuneCount(text) + 1
			i++
		}
		l.out = append(l.out, '\n')
	}
	l.rows, l.cells = l.rows[:0], l.cells[:0]
}

// cellsOf yields the cells of a line, without the spaces around them.
func cellsOf(line []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for more := true; more; {
			var text []byte
			text, line, more = bytes.Cut(line, []byte(cell))
			if !yield(bytes.Trim(text, " ")) {
				return
			}
		}
	}
}

func (l *layouter) tabs(n int) {
	for range n {
		l.out = append(l.out, '\t')
	}
}
