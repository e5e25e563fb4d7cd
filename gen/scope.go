package gen

import (
	"strconv"

	"github.com/qapi-go/qapi-gen/diag"
)

// A scope holds the Go names taken in one place: a package, a struct, or the
// methods of a type.
type scope struct {
	kind  string // what its names are, for messages
	taken map[string]owner
}

// An owner is who has a name. The zero owner is the generated package itself.
type owner struct {
	name string // as a names file writes it
	pos  diag.Pos
}

func newScope(kind string, own []string) *scope {
	s := &scope{kind: kind, taken: make(map[string]owner, 16)}
	for _, name := range own {
		s.taken[name] = owner{}
	}
	return s
}

// claim gives k the Go name want. If that is taken, a name chosen by hand is
// an error; another becomes the first of want_2, want_3 ... that is free, with
// a warning.
func (n *names) claim(s *scope, k key, want string, pos, end diag.Pos) string {
	name := want
	for i := 2; ; i++ {
		if _, taken := s.taken[name]; !taken {
			break
		}
		name = want + "_" + strconv.Itoa(i)
	}
	s.taken[name] = owner{k.String(), pos}
	if name != want {
		n.reportTaken(s, k, want, name, pos, end)
	}
	return name
}

func (n *names) reportTaken(s *scope, k key, want, got string, pos, end diag.Pos) {
	var d *diag.Diagnostic
	e, chosen := n.chosen(k)
	if chosen {
		d = n.diags.Errorf(e.pos, e.end, "the %s name %s is taken", s.kind, want)
	} else {
		d = n.diags.Errorf(pos, end, "'%s' becomes %s in Go, because the %s name %s is taken", k, got, s.kind, want)
		d.Severity = diag.Warning
	}
	if first := s.taken[want]; first.name == "" {
		d.Note(diag.Pos{}, "the generated package itself needs that name")
	} else {
		d.Note(first.pos, "'%s' has it", first.name)
	}
	if !chosen {
		d.Note(diag.Pos{}, "a names file with the line '%s = NAME' chooses another", k)
	}
}
