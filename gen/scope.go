package gen

import (
	"slices"
	"strconv"

	"github.com/qapi-go/qapi-gen/diag"
)

// A scope has the used Go names of one place: a package, a struct, or the
// methods of a type.
type scope struct {
	kind  string   // kind of name, for messages
	own   []string // names that the generated package itself needs there
	taken map[string]owner
	next  map[string]int // by name, the suffix to try next
}

// An owner is the definition that has a name. The zero owner is the generated package.
type owner struct {
	key key
	pos diag.Pos
}

func newScope(kind string, own []string) *scope {
	return &scope{kind: kind, own: own, taken: map[string]owner{}}
}

// reset removes all names. Clearing a large map is slow, and most maps are
// small.
func (s *scope) reset() {
	const large = 64
	if len(s.taken) > large {
		s.taken = map[string]owner{}
	} else {
		clear(s.taken)
	}
	s.next = nil
}

func (s *scope) isTaken(name string) bool {
	_, taken := s.taken[name]
	return taken || slices.Contains(s.own, name)
}

// claim gives k the Go name want. If want is taken, that is an error for a name
// chosen by hand. Otherwise k gets the first of want_2, want_3 ... that is
// free, with a warning.
func (n *names) claim(s *scope, k key, want string, pos, end diag.Pos) string {
	if !s.isTaken(want) {
		s.taken[want] = owner{k, pos}
		return want
	}
	name := s.free(want)
	s.taken[name] = owner{k, pos}
	n.reportTaken(s, k, want, name, pos, end)
	return name
}

// free returns the first of want_2, want_3 ... that is not taken.
func (s *scope) free(want string) string {
	if s.next == nil {
		s.next = map[string]int{}
	}
	for i := max(s.next[want], 2); ; i++ {
		if name := want + "_" + strconv.Itoa(i); !s.isTaken(name) {
			s.next[want] = i + 1
			return name
		}
	}
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
	if first := s.taken[want]; first == (owner{}) {
		d.Note(diag.Pos{}, "the generated package itself needs that name")
	} else {
		d.Note(first.pos, "'%s' has it", first.key)
	}
	if !chosen {
		d.Note(diag.Pos{}, "a names file with the line '%s = NAME' chooses another", k)
	}
}
