package diag

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// tabStop is the width QEMU's front end gives a tab when it counts columns.
const tabStop = 8

// markEvery is how many bytes of a long line lie between places whose column
// is known beforehand. A schema may be a single line of megabytes, and each of
// its diagnostics asks for columns.
const markEvery = 4096

// A Source is one schema file: its text, and how it came to be read.
// It is immutable once its schema is parsed, so any number of goroutines may
// use it.
type Source struct {
	// Path is how the user, or the include directive, reached the file.
	Path string
	// Text is the file as read, always ending in a newline.
	Text []byte
	// IncludedFrom is the include directive that first named this file;
	// it is the zero Pos for the schema's root.
	IncludedFrom Pos

	lines []int  // the offset at which each line starts
	marks []mark // in lines longer than markEvery
}

// A mark is an offset in a text and its column.
type mark struct{ off, col int }

// NewSource makes a Source of a file's text. A final newline is added where
// the file lacks one, so that every line ends in one.
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

// markLine adds the marks of the line from start up to end.
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

// column is that of the offset off, counted from a place before it on its line.
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

// At gives the position of a byte offset, which may be the end of the text.
func (s *Source) At(offset int) Pos { return Pos{src: s, off: offset} }

// A Pos is a place in a schema file. The zero Pos is nowhere: built-in types
// have it.
type Pos struct {
	src *Source
	off int
}

// IsValid reports whether p is a place at all.
func (p Pos) IsValid() bool { return p.src != nil }

// Source is the file p lies in, nil for the zero Pos.
func (p Pos) Source() *Source { return p.src }

// Offset is p's distance from the start of its file, in bytes.
func (p Pos) Offset() int { return p.off }

// File is the path of p's file, empty for the zero Pos.
func (p Pos) File() string {
	if p.src == nil {
		return ""
	}
	return p.src.Path
}

// Line counts from 1.
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

// Col counts characters from 1, a tab reaching to the next multiple of 8, as
// QEMU's front end counts.
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

// String writes p as PATH:LINE:COL, "-" for the zero Pos.
func (p Pos) String() string {
	if !p.IsValid() {
		return "-"
	}
	return fmt.Sprintf("%s:%d:%d", p.File(), p.Line(), p.Col())
}

// lineAt is where the line of off starts and ends, its newline left out.
func (s *Source) lineAt(off int) (start, end int) {
	n := s.At(off).Line()
	start, end = s.lines[n-1], len(s.Text)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return start, end
}

// includers are the include directives that led to s, the nearest first.
func (s *Source) includers() []Pos {
	var chain []Pos
	for s != nil && s.IncludedFrom.IsValid() {
		chain = append(chain, s.IncludedFrom)
		s = s.IncludedFrom.src
	}
	return chain
}
