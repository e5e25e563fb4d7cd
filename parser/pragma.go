package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// pragma checks a pragma directive and applies its values ("Pragma
// directives"). They hold for the whole schema, and the last value given for a
// pragma counts.
func (w *fileWalk) pragma(v *Value) {
	m := v.Get("pragma")
	switch {
	case len(v.Members) != 1:
		other := &v.Members[0]
		if other == m {
			other = &v.Members[1]
		}
		w.diags.Errorf(other.Pos, other.End, "'%s' has no place in a pragma directive: it has 'pragma' alone", other.Key)
		return
	case m.Value.Kind != Object:
		w.diags.Errorf(m.Value.Pos, m.Value.End, "'pragma' takes an object, not %s", m.Value.Kind)
		return
	}
	for i := range m.Value.Members {
		w.tree.set(&m.Value.Members[i], &w.diags)
	}
}

// A pragma is one of the names that a pragma directive may set.
type pragma struct {
	name      string
	construct edition.Construct // the construct that it belongs to, -1 if every edition has it
	list      func(*Pragmas) *[]string
}

// listPragmas are the pragmas that take a list of names. An old pragma and a
// newer one of the same field permit the same thing.
var listPragmas = []pragma{
	{"command-name-exceptions", edition.ExceptionPragmas, func(p *Pragmas) *[]string { return &p.CommandNameExceptions }},
	{"command-returns-exceptions", edition.ExceptionPragmas, func(p *Pragmas) *[]string { return &p.CommandReturnsExceptions }},
	{"documentation-exceptions", edition.DocumentationExceptions, func(p *Pragmas) *[]string { return &p.DocumentationExceptions }},
	{"member-name-exceptions", edition.ExceptionPragmas, func(p *Pragmas) *[]string { return &p.MemberNameExceptions }},
	{"returns-whitelist", edition.WhitelistPragmas, func(p *Pragmas) *[]string { return &p.CommandReturnsExceptions }},
	{"name-case-whitelist", edition.WhitelistPragmas, func(p *Pragmas) *[]string { return &p.MemberNameExceptions }},
}

func pragmaNamed(name string) *pragma {
	for i := range listPragmas {
		if listPragmas[i].name == name {
			return &listPragmas[i]
		}
	}
	return nil
}

// set applies one pragma.
func (t *Tree) set(m *Member, diags *diag.List) {
	if m.Key == "doc-required" {
		if m.Value.Kind != Bool {
			diags.Errorf(m.Value.Pos, m.Value.End, "pragma '%s' takes true or false, not %s", m.Key, m.Value.Kind)
		}
		t.Pragmas.DocRequired = m.Value.Bool
		return
	}
	p := pragmaNamed(m.Key)
	if p == nil || !t.Allows(p.construct) {
		t.noPragma(m, p, diags)
		return
	}
	if m.Value.Kind != Array {
		diags.Errorf(m.Value.Pos, m.Value.End, "pragma '%s' takes an array of strings, not %s", m.Key, m.Value.Kind)
		return
	}
	list := make([]string, 0, len(m.Value.Elems))
	for _, elem := range m.Value.Elems {
		if elem.Kind != String {
			diags.Errorf(elem.Pos, elem.End, "pragma '%s' takes an array of strings: this is %s", m.Key, elem.Kind)
			return
		}
		list = append(list, elem.Str)
	}
	*p.list(&t.Pragmas) = list
}

// noPragma reports a pragma that the edition does not have.
func (t *Tree) noPragma(m *Member, p *pragma, diags *diag.List) {
	d := diags.Errorf(m.Pos, m.End, "there is no pragma '%s'", m.Key)
	if p != nil {
		d.Note(diag.Pos{}, "%s", p.construct.Advice())
		return
	}
	names := []string{"doc-required"}
	for i := range listPragmas {
		if t.Allows(listPragmas[i].construct) {
			names = append(names, listPragmas[i].name)
		}
	}
	d.Message += diag.Suggest(m.Key, names)
}
