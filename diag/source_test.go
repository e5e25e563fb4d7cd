package diag

import "testing"

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
	for n, want := range []string{"ab", "\tc\té\tx", "", "last"} {
		if got := src.LineText(n + 1); got != want {
			t.Errorf("line %d: %q, want %q", n+1, got, want)
		}
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
	if p := src.At(0); p.Line() != 1 || p.Col() != 1 || src.LineText(1) != "" {
		t.Errorf("%v, %q", p, src.LineText(1))
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
