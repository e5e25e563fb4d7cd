package parser

import "github.com/qapi-go/qapi-gen/diag"

// pragma checks a pragma directive and applies its values ("Pragma
// directives"). They hold for the whole schema, the last one given counts.
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
		w.tree.Pragmas.set(&m.Value.Members[i], &w.diags)
	}
}

// set applies one pragma.
func (p *Pragmas) set(m *Member, diags *diag.List) {
	if m.Key == "doc-required" {
		if m.Value.Kind != Bool {
			diags.Errorf(m.Value.Pos, m.Value.End, "pragma '%s' takes true or false, not %s", m.Key, m.Value.Kind)
		}
		p.DocRequired = m.Value.Bool
		return
	}
	lists := map[string]*[]string{
		"command-name-exceptions":    &p.CommandNameExceptions,
		"command-returns-exceptions": &p.CommandReturnsExceptions,
		"documentation-exceptions":   &p.DocumentationExceptions,
		"member-name-exceptions":     &p.MemberNameExceptions,
	}
	list := lists[m.Key]
	if list == nil {
		names := []string{"doc-required"}
		for name := range lists {
			names = append(names, name)
		}
		d := diags.Errorf(m.Pos, m.End, "there is no pragma '%s'", m.Key)
		d.Message += diag.Suggest(m.Key, names)
		return
	}
	if m.Value.Kind != Array {
		diags.Errorf(m.Value.Pos, m.Value.End, "pragma '%s' takes an array of strings, not %s", m.Key, m.Value.Kind)
		return
	}
	*list = make([]string, 0, len(m.Value.Elems))
	for _, elem := range m.Value.Elems {
		if elem.Kind != String {
			diags.Errorf(elem.Pos, elem.End, "pragma '%s' takes an array of strings: this is %s", m.Key, elem.Kind)
			return
		}
		*list = append(*list, elem.Str)
	}
}
