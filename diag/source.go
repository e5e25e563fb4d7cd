package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// tabStop is the width of a tab when QEMU's front end counts columns.
const tabStop = 8

// markEvery is the number of bytes between positions of a long line whose
// column is computed in advance. A schema may be a single line of megabytes,
// and each of its diagnostics needs a column.
const markEvery = 4096

// A Source is one schema file. It is immutable once its schema is parsed, so
// any number of goroutines may use it.
type Source struct {
	// Path is the path by which the user or the include directive reached the
	// file.
	Path string
	// Text is the file's content. It always ends in a newline.
	Text []byte
	// IncludedFrom is the include directive that first named this file. It is
	// the zero Pos for the root file.
	IncludedFrom Pos

	lines []int  // offset at which each line starts
	marks []mark // in lines longer than markEvery
}

// A mark is an offset in a text and its column.
type mark struct{ off, col int }

// NewSource returns a Source with the text of a file. It adds a final newline
// if the text lacks one.
func NewSource(path string, text []byte, includedFrom Pos) *Source {
	if len(text) == 0 || text[len(text)-1] != '\n' {
		text = append(slices.Clip(text), '\n')
	}
	lines := make([]int, 1, bytes.Count(text, []byte{'\n'})+1)
	for i := 0; i < len(text); {
		i += bytes.IndexByte(text[i:], '\n') + 1
		lines = append(lines, i)
	}
	s := &Source{Path: path, Text: text, IncludedFrom: includedFrom, lines: lines}
	for i, start := range lines[1:] {
		if start-lines[i] > markEvery {
			s.markLine(lines[i], start)
		}
	}
	return s
}

// markLine adds the marks of the line from start to end.
func (s *Source) markLine(start, end int) {
	last := mark{start, 1}
	for i := start; i < end; {
		if i-last.off >= markEvery {
			last = mark{i, s.column(last, i)}
			s.marks = append(s.marks, last)
		}
		_, size := utf8.DecodeRune(s.Text[i:end])
		i += size
	}
}

// column returns the column of the offset off, counting from an earlier mark on
// the same line.
func (s *Source) column(from mark, off int) int {
	col := from.col
	for rest := s.Text[from.off:off]; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == '\t' {
			col = (col+tabStop-1)/tabStop*tabStop + 1
		} else {
			col++
		}
		rest = rest[n:]
	}
	return col
}

// At returns the position of a byte offset, which may be the end of the text.
func (s *Source) At(offset int) Pos { return Pos{src: s, off: offset} }

// A Pos is a position in a schema file. The zero Pos is no position; built-in
// types have it.
type Pos struct {
	src *Source
	off int
}

// IsValid reports whether p is not the zero Pos.
func (p Pos) IsValid() bool { return p.src != nil }

// Source returns the file of p. It is nil for the zero Pos.
func (p Pos) Source() *Source { return p.src }

// Offset returns the byte offset of p in its file.
func (p Pos) Offset() int { return p.off }

// File returns the path of p's file. It is empty for the zero Pos.
func (p Pos) File() string {
	if p.src == nil {
		return ""
	}
	return p.src.Path
}

// Line returns the line number, counted from 1.
func (p Pos) Line() int {
	if p.src == nil {
		return 0
	}
	i, found := slices.BinarySearch(p.src.lines, p.off)
	if found {
		i++
	}
	return i
}

// Col returns the column in characters, counted from 1. As in QEMU's front end,
// a tab extends to the next multiple of 8.
func (p Pos) Col() int {
	if p.src == nil {
		return 0
	}
	from := mark{p.src.lines[p.Line()-1], 1}
	i, _ := slices.BinarySearchFunc(p.src.marks, p.off+1, func(m mark, off int) int { return cmp.Compare(m.off, off) })
	if i > 0 && p.src.marks[i-1].off > from.off {
		from = p.src.marks[i-1]
	}
	return p.src.column(from, p.off)
}

// String returns PATH:LINE:COL, or "-" for the zero Pos.
func (p Pos) String() string {
	if !p.IsValid() {
		return "-"
	}
	return fmt.Sprintf("%s:%d:%d", p.File(), p.Line(), p.Col())
}

// lineAt returns the extent of the line at off, without its newline.
func (s *Source) lineAt(off int) (start, end int) {
	n := s.At(off).Line()
	start, end = s.lines[n-1], len(s.Text)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return start, end
}

// includers returns the include directives that led to s, the nearest first.
func (s *Source) includers() []Pos {
	var chain []Pos
	for s != nil && s.IncludedFrom.IsValid() {
		chain = append(chain, s.IncludedFrom)
		s = s.IncludedFrom.src
	}
	return chain
}
