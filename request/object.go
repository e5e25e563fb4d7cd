package request

import (
	"cmp"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// A field is a member that an object can have.
type field struct {
	*introspect.Member
	typ  typ
	decl *model.Member // nil if unknown
	// selects is true if it is the discriminator of a union.
	selects bool
}

// A layout is the members that an object can have, given the values of the
// discriminators in it.
type layout struct {
	fields []field
	// selected are the discriminators with their values, as in "driver=nbd".
	selected []string
	// undecided is true if a discriminator is missing or has no known value.
	undecided bool
	// elsewhere are the members that other values of the discriminator select.
	elsewhere map[string]elsewhere
}

// An elsewhere is a member of branches that are not selected.
type elsewhere struct {
	typ      typ
	selected []string // what would select it
}

func (l *layout) field(name string) *field {
	i := slices.IndexFunc(l.fields, func(f field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &l.fields[i]
}

func (l *layout) names() []string {
	list := make([]string, len(l.fields))
	for i, f := range l.fields {
		list[i] = f.Name
	}
	return list
}

// allNames are the names of all members of all branches, sorted.
func (l *layout) allNames() []string {
	list := l.names()
	for name := range l.elsewhere {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// layout returns the members that the object n can have. A branch may be a union
// itself.
func (c *Commands) layout(t typ, n *node) *layout {
	l := &layout{elsewhere: map[string]elsewhere{}}
	c.addFields(l, t, n)
	return l
}

func (c *Commands) addFields(l *layout, t typ, n *node) {
	o, ok := t.wire.(*introspect.Object)
	if !ok {
		return
	}
	for i := range o.Members {
		m := &o.Members[i]
		f := field{Member: m, typ: c.typ(m.Type, nil), selects: m.Name == o.Tag}
		if f.decl = declaredMember(t.decl, m.Name); f.decl != nil {
			f.typ = c.typ(m.Type, f.decl.Type)
		}
		l.fields = append(l.fields, f)
	}
	if o.Tag == "" {
		return
	}
	var chosen *introspect.Variant
	if tag := n.child(o.Tag); tag != nil {
		if text, ok := tag.scalar(); ok {
			chosen = o.Variant(text)
			l.undecided = l.undecided || chosen == nil && !c.isValue(o, text)
			l.selected = append(l.selected, o.Tag+"="+text)
		}
	} else {
		l.undecided = true
	}
	for i := range o.Variants {
		v := &o.Variants[i]
		branch := c.typ(v.Type, branchOf(t.decl, v.Case))
		if v == chosen {
			c.addFields(l, branch, n)
		} else {
			c.addElsewhere(l, branch, o.Tag+"="+v.Case)
		}
	}
}

// isValue reports whether text is a value of the discriminator; not all have a
// branch.
func (c *Commands) isValue(o *introspect.Object, text string) bool {
	tag := o.Member(o.Tag)
	if tag == nil {
		return false
	}
	e, ok := c.index.Type(tag.Type).(*introspect.Enum)
	return ok && e.Member(text) != nil
}

// addElsewhere adds the members of a branch that is not selected.
func (c *Commands) addElsewhere(l *layout, branch typ, selected string) {
	inner := c.layout(branch, &node{kind: nodeKeys})
	for _, f := range inner.fields {
		e := l.elsewhere[f.Name]
		e.typ = f.typ
		e.selected = append(e.selected, selected)
		l.elsewhere[f.Name] = e
	}
	for name, in := range inner.elsewhere {
		e := l.elsewhere[name]
		e.typ = in.typ
		e.selected = append(e.selected, selected)
		l.elsewhere[name] = e
	}
}

// declaredMember finds a member in the schema.
func declaredMember(decl model.Type, name string) *model.Member {
	o, ok := decl.(model.Object)
	if !ok {
		return nil
	}
	for _, m := range o.Fields() {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// branchOf finds a branch in the schema.
func branchOf(decl model.Type, tag string) model.Type {
	u, ok := decl.(*model.Union)
	if !ok {
		return nil
	}
	for _, b := range u.Branches {
		if b.Name == tag {
			return b.Type
		}
	}
	return nil
}

// object builds a value of an object type. If it is open, members without a type
// are taken as they are.
func (b *builder) object(t typ, o *introspect.Object, n *node, at string, open bool) {
	if n.kind != nodeObject && n.kind != nodeKeys {
		if n.kind == nodeText {
			b.addf(at, "an object is expected: %s, or %s:=JSON", example(at, o), at)
			return
		}
		b.expected(n, at, "an object", "")
		return
	}
	l := b.c.layout(t, n)
	b.write("{")
	for i, m := range n.members {
		b.comma(i)
		b.str(m.name)
		b.write(": ")
		switch f := l.field(m.name); {
		case f != nil:
			b.value(f.typ, m.value, join(at, m.name))
		case open:
			b.untyped(m.value, join(at, m.name))
		default:
			b.unknown(t, l, at, m.name)
		}
	}
	b.write("}")
	b.missing(l, n, at)
}

// example shows how a member of an object is given.
func example(at string, o *introspect.Object) string {
	if len(o.Members) == 0 {
		return at + ":={}"
	}
	return join(at, cmp.Or(o.Tag, o.Members[0].Name)) + "=VALUE"
}

// unknown reports a member that the object cannot have.
func (b *builder) unknown(t typ, l *layout, at, name string) {
	other, exists := l.elsewhere[name]
	if exists && l.undecided {
		return // the mistake is in the discriminator
	}
	message := "unknown member" + t.of()
	if len(l.selected) > 0 && len(l.elsewhere) > 0 {
		message += " with " + strings.Join(l.selected, " and ")
	}
	if exists {
		b.addf(join(at, name), "%s%s", message, listed("; it belongs to ", other.selected))
		return
	}
	candidates := l.names()
	if l.undecided {
		candidates = l.allNames()
	}
	if near := diag.Nearest(name, candidates); near != "" {
		b.addf(join(at, name), "%s; did you mean '%s'?", message, join(at, near))
		return
	}
	if len(candidates) == 0 {
		b.addf(join(at, name), "%s; there are none", message)
		return
	}
	b.addf(join(at, name), "%s%s", message, listed("; there are ", candidates))
}

// missing reports the mandatory members that are absent.
func (b *builder) missing(l *layout, n *node, at string) {
	for _, f := range l.fields {
		if f.Optional() || n.child(f.Name) != nil {
			continue
		}
		message := "missing (" + b.c.title(f.typ) + ")"
		if e, ok := f.typ.wire.(*introspect.Enum); ok && f.selects {
			message += ", which selects further members" + listed(": ", valueNames(e))
		}
		b.addf(join(at, f.Name), "%s", message)
	}
}
