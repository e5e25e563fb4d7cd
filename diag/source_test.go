package diag

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlaces(t *testing.T) {
	src := NewSource("a.json", []byte("ab\n\tc\té\tx\n\nlast"), Pos{})
	tests := []struct {
		offset, line, col int
	}{
		{0, 1, 1}, {1, 1, 2},
		{2, 1, 3}, // the newline belongs to its line
		{3, 2, 1}, {4, 2, 9}, {5, 2, 10}, {6, 2, 17}, {8, 2, 18}, {9, 2, 25},
		{11, 3, 1},
		{12, 4, 1}, {16, 4, 5},
		{17, 5, 1}, // the end
	}
	for _, tt := range tests {
		p := src.At(tt.offset)
		if p.Line() != tt.line || p.Col() != tt.col || p.Offset() != tt.offset || p.File() != "a.json" {
			t.Errorf("offset %d: %v, want %d:%d", tt.offset, p, tt.line, tt.col)
		}
	}
}

// TestColumnsOfLongLines compares with counting from the start of the line.
func TestColumnsOfLongLines(t *testing.T) {
	line := strings.Repeat("a\té\xff", markEvery/2) + "\n"
	src := NewSource("a.json", []byte("short\n"+line+line), Pos{})
	for from := 0; from < len(src.Text); {
		to := from + bytes.IndexByte(src.Text[from:], '\n')
		col := 1
		for off := from; off <= to; {
			if got := src.At(off).Col(); got != col {
				t.Fatalf("offset %d: column %d, want %d", off, got, col)
			}
			r, size := utf8.DecodeRune(src.Text[off:])
			if r == '\t' {
				col += 8 - (col-1)%8
			} else {
				col++
			}
			off += size
		}
		from = to + 1
	}
}

func TestNoPlace(t *testing.T) {
	var p Pos
	if p.IsValid() || p.Line() != 0 || p.Col() != 0 || p.File() != "" || p.Source() != nil || p.String() != "-" {
		t.Errorf("the zero Pos is %v", p)
	}
}

func TestSourceOfNothingHasALine(t *testing.T) {
	src := NewSource("a.json", nil, Pos{})
	if p := src.At(0); p.Line() != 1 || p.Col() != 1 || string(src.Text) != "\n" {
		t.Errorf("%v, %q", p, src.Text)
	}
}

func TestHasErrors(t *testing.T) {
	var l List
	if l.HasErrors() {
		t.Error("an empty list has errors")
	}
	l.Errorf(Pos{}, Pos{}, "x").Severity = Warning
	if l.HasErrors() {
		t.Error("a warning is an error")
	}
	l.Errorf(Pos{}, Pos{}, "x")
	if !l.HasErrors() {
		t.Error("an error is none")
	}
}
