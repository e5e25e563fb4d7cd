package breaking

import (
	"regexp"
	"strings"

	"github.com/qapi-go/qapi-gen/gen"
)

// goChanges are the changes that break Go code where the protocol does not
// break it anyway. Both sides must be schemas.
func (c *comparer) goChanges(broken map[partKey]bool) []Change {
	g := &goComparer{
		old: gen.Symbols(c.old.schema, c.opts.Names), new: gen.Symbols(c.new.schema, c.opts.Names),
		broken: broken, renamed: c.renamedTypes(), lost: c.lostTypes(),
		byName: map[string]*gen.Symbol{}, byPart: map[goPart]*gen.Symbol{}, goNames: map[string]string{},
		said: map[[4]string]bool{}, gone: map[string]bool{},
	}
	g.index()
	for i := range g.old {
		g.symbol(&g.old[i])
	}
	return g.changes
}

// renamedTypes are the types that NEW has under another name, by OLD's.
func (c *comparer) renamedTypes() map[string]string {
	names := map[string]string{}
	for _, p := range c.pairs {
		if _, known := names[p.old.name]; known || p.old.name == "" || p.new.name == "" || p.opaquely() {
			continue
		}
		if c.new.types[p.old.name] == nil {
			names[p.old.name] = p.new.name
		}
	}
	return names
}

// lostTypes are the types that only parts which are gone led to: code that
// uses one has to do with what is gone.
func (c *comparer) lostTypes() map[string]bool {
	lost := map[string]bool{}
	var visit func(t *typ)
	visit = func(t *typ) {
		if t == nil || lost[t.name] && t.name != "" {
			return
		}
		if t.name != "" {
			lost[t.name] = true
		}
		visit(t.elem)
		for _, m := range t.members {
			visit(m.typ)
		}
		for _, b := range t.branches {
			visit(b.typ)
		}
		for _, a := range t.choices {
			visit(a.typ)
		}
	}
	for _, o := range c.old.commands {
		visit(o.arg)
		visit(o.ret)
	}
	for _, e := range c.old.events {
		visit(e.arg)
	}
	for _, p := range c.pairs {
		delete(lost, p.old.name)
	}
	return lost
}

// A goPart is what a symbol is of: two sides' symbols of one goPart are the
// same thing, whatever their names.
type goPart struct {
	kind             gen.SymbolKind
	definition, part string
	of               string // Client or OOBClient, of a method
}

type goComparer struct {
	old, new []gen.Symbol
	broken   map[partKey]bool
	renamed  map[string]string // QAPI types
	lost     map[string]bool

	byName  map[string]*gen.Symbol
	byPart  map[goPart]*gen.Symbol
	goNames map[string]string // Go names of types, from OLD's to NEW's

	gone    map[string]bool // Go types of which no part need be reported
	said    map[[4]string]bool
	changes []Change
}

func partOf(s *gen.Symbol) goPart {
	p := goPart{kind: s.Kind, definition: s.Definition, part: s.Part}
	if s.Kind == gen.SymbolMethod {
		p.of, _, _ = strings.Cut(s.Name, ".")
	}
	return p
}

func (g *goComparer) index() {
	for i := range g.new {
		g.byName[g.new[i].Name] = &g.new[i]
		g.byPart[partOf(&g.new[i])] = &g.new[i]
	}
	for i := range g.old {
		o := &g.old[i]
		if n := g.same(o); n != nil && o.Kind == gen.SymbolType && n.Name != o.Name {
			g.goNames[o.Name] = n.Name
		}
	}
}

// same is what NEW has for a symbol of OLD, nil if nothing.
func (g *goComparer) same(o *gen.Symbol) *gen.Symbol {
	p := partOf(o)
	if name, ok := g.renamed[p.definition]; ok {
		p.definition = name
	}
	return g.byPart[p]
}

// symbol compares a symbol of OLD with what NEW has of it or of its name.
func (g *goComparer) symbol(o *gen.Symbol) {
	if g.explained(o) {
		return
	}
	n := g.same(o)
	switch {
	case n == nil && strings.HasPrefix(o.Name, "OOBClient."): // allow-oob was withdrawn
	case n == nil && g.byName[o.Name] != nil:
		g.retyped(o, g.byName[o.Name])
	case n == nil:
		g.add(symbolRemoved, o, o, string(o.Kind)+" "+o.Name+" is gone")
	case withoutType(o) != withoutType(n) || o.Kind == gen.SymbolType && o.Name != n.Name:
		g.add(symbolRenamed, o, n, string(o.Kind)+" "+o.Name+" is now "+n.Name)
	default:
		g.retyped(o, n)
	}
}

// explained reports whether a symbol's fate needs no word of its own: the
// protocol breaks there, or it goes with a type or a method that is reported.
func (g *goComparer) explained(o *gen.Symbol) bool {
	switch {
	case g.broken[partKey{definition: o.Definition}] || g.broken[partKey{o.DeclaredIn, o.Part}], g.broken[partKey{o.Definition, o.Part}]:
		return true
	case g.lost[o.Definition] && g.byName[o.Name] == nil:
		return true
	case o.Part != "":
		return g.gone[o.Definition]
	case o.Kind == gen.SymbolType:
		return g.gone[o.Definition] && g.byName[o.Name] == nil
	case strings.HasPrefix(o.Name, "OOBClient."):
		return g.gone[o.Definition]
	default:
		return false
	}
}

func (g *goComparer) retyped(o, n *gen.Symbol) {
	if o.Kind != n.Kind {
		g.add(symbolRetyped, o, n, string(o.Kind)+" "+o.Name+" is a "+string(n.Kind))
		return
	}
	if g.translate(o.Type) != n.Type {
		g.add(symbolRetyped, o, n, string(o.Kind)+" "+o.Name+" changes from "+o.Type+" to "+n.Type)
	}
}

// withoutType is the name of a part without that of its type, whose renaming
// is reported by itself.
func withoutType(s *gen.Symbol) string {
	switch s.Kind {
	case gen.SymbolField:
		_, name, _ := strings.Cut(s.Name, ".")
		return name
	case gen.SymbolConstant:
		return strings.TrimPrefix(s.Name, s.Type)
	case gen.SymbolType:
		return ""
	default:
		return s.Name
	}
}

var identifier = regexp.MustCompile(`\b[A-Z][A-Za-z0-9_]*`)

// translate gives types that are reported as renamed their new names.
func (g *goComparer) translate(text string) string {
	return identifier.ReplaceAllStringFunc(text, func(name string) string {
		if now, ok := g.goNames[name]; ok {
			return now
		}
		return name
	})
}

// add reports a change, once for all types that have a member from one base.
func (g *goComparer) add(r *Rule, o, at *gen.Symbol, message string) {
	if o.Kind == gen.SymbolType && r != symbolRenamed || o.Kind == gen.SymbolMethod {
		g.gone[o.Definition] = true
	}
	if o.Part != "" {
		key := [4]string{r.ID, o.DeclaredIn, o.Part, o.Type + " " + at.Type}
		if g.said[key] {
			return
		}
		g.said[key] = true
	}
	g.changes = append(g.changes, Change{
		Rule: r.ID, Verdict: r.Sent, Go: true, Message: message, Pos: at.Pos, End: at.End,
	})
}
