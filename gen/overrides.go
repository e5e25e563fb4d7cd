package gen

import (
	"go/token"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

// Names are Go names chosen by hand, read from a names file. Each of its lines
// is
//
//	QAPI-NAME = GoName
//
// where QAPI-NAME is a type, a command or an event (BlockdevOptions,
// query-status, SHUTDOWN), a member of a type or of a command's or an event's
// arguments (BlockdevOptions.node-name, quit.force), or the value of an enum or
// the branch of a union (RunState:running, BlockdevOptions:qcow2). A member
// that a base declares is named by the base. Empty lines and lines that start
// with # are ignored.
//
// GoName replaces the name that would be derived from the QAPI name: that of a
// type, of a command's method or of a field. The arguments of a command still
// end in Args, the struct of an event in Event, and the constant of an enum
// value still starts with its type's name.
type Names struct {
	src     *diag.Source
	entries map[string]entry // by key.String()
	diags   diag.List        // errors that do not depend on the schema
}

// A key is the QAPI name of an entry of a names file.
type key struct {
	def, member, value string // at most one of member and value is set
}

func (k key) String() string {
	switch {
	case k.member != "":
		return k.def + "." + k.member
	case k.value != "":
		return k.def + ":" + k.value
	default:
		return k.def
	}
}

type entry struct {
	goName   string
	pos, end diag.Pos
}

// maxMistakes is the number of mistakes after which the rest of a names file is
// not read.
const maxMistakes = 1000

// ParseNames reads a names file. It skips and reports lines with mistakes, up
// to a thousand. Package reports them again with its own diagnostics, so a
// caller needs the list only if it does not call Package.
func ParseNames(src *diag.Source) (*Names, diag.List) {
	n := &Names{src: src, entries: map[string]entry{}}
	offset := 0
	for line := range strings.Lines(string(src.Text)) {
		pos, end := src.At(offset), src.At(offset+len(strings.TrimRight(line, "\r\n")))
		offset += len(line)
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if len(n.diags) == maxMistakes {
			n.diags.Errorf(pos, end, "too many errors: the file is not read from here on")
			break
		}
		qapi, goName, ok := strings.Cut(line, "=")
		qapi, goName = strings.TrimSpace(qapi), strings.TrimSpace(goName)
		switch {
		case !ok || qapi == "":
			n.diags.Errorf(pos, end, "this is not of the form QAPI-NAME = GoName")
			continue
		case !token.IsIdentifier(goName) || !token.IsExported(goName):
			n.diags.Errorf(pos, end, "'%.100s' cannot be exported from a Go package; a name starts with a capital and has only letters, digits and _", goName)
			continue
		}
		if first, ok := n.entries[qapi]; ok {
			n.diags.Errorf(pos, end, "'%.100s' has a name already", qapi).Note(first.pos, "given here")
			continue
		}
		n.entries[qapi] = entry{goName, pos, end}
	}
	return n, n.diags
}

// chosen returns the entry of the names file for k, and marks it as used.
func (n *names) chosen(k key) (entry, bool) {
	if n.overrides == nil {
		return entry{}, false
	}
	text := k.String()
	e, ok := n.overrides.entries[text]
	if ok {
		n.used[text] = true
	}
	return e, ok
}

// checkUnused reports the entries of the names file that match nothing in the
// schema.
func (n *names) checkUnused() {
	if n.overrides == nil {
		return
	}
	for text, e := range n.overrides.entries {
		if n.used[text] {
			continue
		}
		n.diags.Errorf(e.pos, e.end, "the schema has nothing of this name").
			Note(diag.Pos{}, "write a definition, DEFINITION.MEMBER or DEFINITION:VALUE, as the schema spells them")
	}
}

// diagnostics returns all diagnostics about names: those in the names file by
// line, then those in the schema.
func (n *names) diagnostics() diag.List {
	if n.overrides == nil {
		return n.diags
	}
	all := slices.Concat(n.overrides.diags, n.diags)
	inFile := func(d diag.Diagnostic) bool { return d.Pos.Source() == n.overrides.src }
	slices.SortStableFunc(all, func(a, b diag.Diagnostic) int {
		switch inA, inB := inFile(a), inFile(b); {
		case inA && inB:
			return a.Pos.Offset() - b.Pos.Offset()
		case inA:
			return -1
		case inB:
			return 1
		default:
			return 0
		}
	})
	return all
}
