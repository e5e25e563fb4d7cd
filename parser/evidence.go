package parser

import (
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// Evidence is a construct in a schema that determines the schema's edition.
type Evidence struct {
	Construct edition.Construct
	Pos       diag.Pos // of its first use
}

// An editionFinder determines the edition of a schema from the constructs that
// the schema uses.
type editionFinder struct {
	seen map[edition.Construct]diag.Pos // first uses
}

// constructsOf finds the first use of each construct in one file.
func constructsOf(u *unit) map[edition.Construct]diag.Pos {
	f := editionFinder{seen: map[edition.Construct]diag.Pos{}}
	for _, e := range u.entries {
		if e.comment != nil {
			f.comment(e.comment, u.src)
		}
		if e.comment != nil || e.fatal != nil {
			continue
		}
		if e.escape.IsValid() {
			f.add(edition.StringEscapes, e.escape)
		}
		f.expression(e.value)
	}
	return f.seen
}

// findEdition determines the tree's edition from the schema.
//
// Pragmas, conditions and features bound the edition from both sides; the
// newest edition that has all of them is chosen. If no edition has all of them,
// the latest is chosen. Retired markup of documentation comments can only lower
// the edition within these bounds, because comments are the last part of a
// schema that authors convert.
func (l *loader) findEdition(tree *Tree) {
	f := editionFinder{seen: map[edition.Construct]diag.Pos{}}
	for _, u := range l.reachable() {
		for c, pos := range u.constructs {
			f.add(c, pos)
		}
	}
	f.decide(tree)
}

// reachable returns the files that include directives lead to, in the order of
// their first include. The first use of a construct is then the same in each
// run.
func (l *loader) reachable() []*unit {
	var list []*unit
	seen := map[*unit]bool{}
	var visit func(u *unit)
	visit = func(u *unit) {
		if u == nil || seen[u] {
			return
		}
		seen[u] = true
		list = append(list, u)
		for _, e := range u.entries {
			if e.value == nil || e.fatal != nil {
				continue
			}
			if name, ok := includeName(e.value); ok {
				visit(l.units[absolute(joinInclude(u.path, name))])
			}
		}
	}
	visit(l.root)
	return list
}

// olderConstructs bound the edition from above, the oldest last.
var olderConstructs = []edition.Construct{
	edition.CConditions, edition.ConditionLists, edition.WhitelistPragmas, edition.StringEscapes, edition.AllowOOBAlways,
}

// newerConstructs bound the edition from below, the newest last.
var newerConstructs = []edition.Construct{
	edition.Coroutines, edition.ExceptionPragmas, edition.ConditionObjects, edition.NameConditions,
	edition.ValueFeatures, edition.UnstableFeature, edition.DocumentationExceptions, edition.ErrorsSections,
}

func (f *editionFinder) decide(tree *Tree) {
	if _, c := f.seen[edition.CConditions]; c {
		delete(f.seen, edition.NameConditions) // which are C expressions, too
	}
	tree.oldest, tree.Edition = edition.First, edition.Latest
	for _, c := range newerConstructs {
		if _, used := f.seen[c]; used {
			tree.oldest = c.Row().Since
		}
	}
	for _, c := range olderConstructs {
		if until := c.Row().Until; f.used(c) && until >= tree.oldest {
			tree.lower(until, Evidence{c, f.seen[c]})
		} else if f.used(c) { // no release accepts this mixture
			tree.Edition, tree.Evidence = edition.Latest, nil
			return
		}
	}
	for _, c := range []edition.Construct{edition.Headings, edition.NoteSections, edition.DefinitionHeadings} {
		if !f.used(c) {
			continue
		}
		until := c.Row().Until
		if newest := edition.UndocumentedMembers.Row().Until; c != edition.Headings && tree.oldest <= newest {
			// Releases after newest demand that members are documented, with
			// exceptions that the schema lists. Releases up to newest differ
			// from them in more than comments.
			until = newest
		}
		tree.lower(until, Evidence{c, f.seen[c]})
	}
}

// lower sets the tree's edition to e if e is older than the present one and not
// excluded by newer constructs.
func (t *Tree) lower(e edition.Edition, why Evidence) {
	if e < t.Edition && e >= t.oldest {
		t.Edition, t.Evidence = e, &why
	}
}

func (f *editionFinder) used(c edition.Construct) bool {
	_, used := f.seen[c]
	return used
}

func (f *editionFinder) add(c edition.Construct, pos diag.Pos) {
	if !f.used(c) {
		f.seen[c] = pos
	}
}

// comment looks for sections and headings that some editions do not have.
func (f *editionFinder) comment(c *comment, src *diag.Source) {
	definition := strings.HasPrefix(strings.TrimLeft(c.text, "# \n"), "@")
	for i := 0; i < len(c.text); {
		start, end := i, len(c.text)
		if n := strings.IndexByte(c.text[i:], '\n'); n >= 0 {
			end = i + n
		}
		i = end + 1
		line, found := strings.CutPrefix(c.text[start:end], "# ")
		if !found || line == "" || strings.IndexByte("=EN", line[0]) < 0 {
			continue
		}
		kind, _, tagged := matchTag(line)
		switch {
		case strings.Trim(line, "= ") == "": // the border of a table
		case definition && line[0] == '=' && strings.HasPrefix(strings.TrimLeft(line, "="), " "):
			f.add(edition.DefinitionHeadings, src.At(c.off+start))
		case strings.HasPrefix(line, "= "): // 10.2 still has a "== "
			f.add(edition.Headings, src.At(c.off+start))
		case !definition || !tagged:
		case kind == Errors:
			f.add(edition.ErrorsSections, src.At(c.off+start))
		case kind == NoteSection || kind == Example:
			f.add(edition.NoteSections, src.At(c.off+start))
		}
	}
}

// expression looks for constructs in a directive or a definition.
func (f *editionFinder) expression(v *Value) {
	if m := v.Get("pragma"); m != nil {
		f.pragmas(m.Value)
		return
	}
	f.part(v)
	f.introspected(v)
	for i := range v.Members {
		switch m := &v.Members[i]; m.Key {
		case "coroutine":
			f.add(edition.Coroutines, m.Pos)
		case "data", "base":
			f.parts(m.Value)
		}
	}
}

// introspected looks at the schema's description of its own introspection
// document. If the member "allow-oob" is not optional there, the document has
// it for every command.
func (f *editionFinder) introspected(v *Value) {
	name, data := v.Get("struct"), v.Get("data")
	if name == nil || data == nil || name.Value.Str != "SchemaInfoCommand" {
		return
	}
	if m := data.Value.Get("allow-oob"); m != nil {
		f.add(edition.AllowOOBAlways, m.Pos)
	}
}

func (f *editionFinder) pragmas(v *Value) {
	for i := range v.Members {
		m := &v.Members[i]
		if p := pragmaNamed(m.Key); p != nil && p.construct >= 0 {
			f.add(p.construct, m.Pos)
		}
	}
}

// parts looks at members, branches, alternatives or values.
func (f *editionFinder) parts(v *Value) {
	for i := range v.Members {
		f.part(v.Members[i].Value)
	}
	for _, elem := range v.Elems {
		f.part(elem)
		if m := elem.Get("features"); m != nil {
			f.add(edition.ValueFeatures, m.Pos)
		}
	}
}

// part looks at the condition and the features of a definition, or of a part of
// one.
func (f *editionFinder) part(v *Value) {
	if m := v.Get("if"); m != nil {
		f.condition(m.Value)
	}
	m := v.Get("features")
	if m == nil {
		return
	}
	for _, elem := range m.Value.Elems {
		name := elem
		if long := elem.Get("name"); long != nil {
			name = long.Value
		}
		if name.Str == "unstable" {
			f.add(edition.UnstableFeature, name.Pos)
		}
		if m := elem.Get("if"); m != nil {
			f.condition(m.Value)
		}
	}
}

func (f *editionFinder) condition(v *Value) {
	switch v.Kind {
	case String:
		if strings.ContainsAny(v.Str, "()!&|") {
			f.add(edition.CConditions, v.Pos)
		} else {
			f.add(edition.NameConditions, v.Pos)
		}
	case Array:
		f.add(edition.ConditionLists, v.Pos)
		for _, elem := range v.Elems {
			f.condition(elem)
		}
	case Object:
		f.add(edition.ConditionObjects, v.Pos)
		for i := range v.Members {
			if operands := v.Members[i].Value; operands.Kind == Array {
				for _, elem := range operands.Elems {
					f.condition(elem)
				}
			} else {
				f.condition(operands)
			}
		}
	case Bool: // which is an error, found later
	}
}
