package diag

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"
)

// tabStop is the width QEMU's front end gives a tab when it counts columns.
const tabStop = 8

// A Source is one schema file: its text, and how it came to be read.
// It is immutable once made, so any number of goroutines may use it.
type Source struct {
	// Path is how the user, or the include directive, reached the file.
	Path string
	// Text is the file as read, always ending in a newline.
	Text []byte
	// IncludedFrom is the include directive that first named this file;
	// it is the zero Pos for the schema's root.
	IncludedFrom Pos

	lines []int // the offset at which each line starts
}

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
	return &Source{Path: path, Text: text, IncludedFrom: includedFrom, lines: lines}
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
	col := 1
	for rest := p.src.Text[p.src.lines[p.Line()-1]:p.off]; len(rest) > 0; {
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

// String writes p as PATH:LINE:COL, "-" for the zero Pos.
func (p Pos) String() string {
	if !p.IsValid() {
		return "-"
	}
	return fmt.Sprintf("%s:%d:%d", p.File(), p.Line(), p.Col())
}

// LineText is the text of line n (from 1) without its newline.
func (s *Source) LineText(n int) string {
	start, end := s.lines[n-1], len(s.Text)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return string(s.Text[start:end])
}
