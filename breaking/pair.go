package breaking

import (
	"cmp"
)

// A pair is a type of OLD and one of NEW that take the same place: the same
// command's arguments, the same member of another pair. Types are paired by
// place, since their names are not part of the protocol and a server hides
// them. A type has several partners where NEW gives a place another type.
type pair struct {
	old, new *typ
	// stable is how clients meet the pair, unstable how they meet it by way
	// of something that is unstable in OLD.
	stable, unstable direction

	findings []*finding
	// tagParts has the discriminator where it got another type together with
	// the branches; see changesForm.
	tagParts []retyped
	links    []*link // to the pairs of its parts
	uses     []*link // the links that lead to it

	ways  *ways
	at    int     // its place among all pairs
	roots []*root // found by rootsOf
	mark  int     // the last walk that came by
}

// A link leads from a pair, or from a command or an event where from is nil,
// to the pair of a part's types.
type link struct {
	from, to *pair
	root     *root
	number   int    // by which links are in the order in which they were made
	step     string // in a path: "x", "+x", "arg-type"
	unstable bool
	// opaque tells that the part got another type, which is a change of the
	// part and not of the type.
	opaque bool
}

// argStep is the step of a path to what a command takes or an event carries.
const argStep = "arg-type"

// A root is a command or an event that both sides have.
type root struct {
	word, name string // "command", "query-block"
	old, new   *part
	dir        direction
	unstable   bool
}

// pairUp pairs the types of two places, or finds them paired.
func (c *comparer) pairUp(l *link, old, now *typ) {
	key := [2]*typ{old, now}
	p := c.byTypes[key]
	if p == nil {
		p = &pair{old: old, new: now, ways: &c.ways, at: len(c.pairs)}
		c.byTypes[key] = p
		c.pairs = append(c.pairs, p)
	}
	l.to, l.number = p, c.ways.links
	c.ways.links++
	p.uses = append(p.uses, l)
}

// link pairs the types of a part of p, unless they are one scalar type. step
// is the part's name in a path, such as "x" or "+x"; unstable tells that OLD
// promises nothing of the part.
func (c *comparer) link(p *pair, at place, step string, unstable bool, old, now *typ) {
	if part, changed := c.connect(p, at.slot, step, unstable, old, now); changed {
		f := at.finding(typeChanged, "")
		f.link, f.types, f.exempt = part.link, part.types, unstable
		p.add(f)
	}
}

// A retyped is a part that has another type in NEW.
type retyped struct {
	slot  slot
	link  *link
	types [2]*typ
}

// connect is link without a finding. It tells whether the part got another
// type.
func (c *comparer) connect(p *pair, of slot, step string, unstable bool, old, now *typ) (r retyped, changed bool) {
	r = retyped{slot: of, types: [2]*typ{old, now}}
	old, now = elements(old, now)
	if old.kind == kindBuiltin && now.kind == kindBuiltin && old.name == now.name {
		return r, false
	}
	r.link = &link{from: p, step: step, unstable: unstable, opaque: c.opaque(old, now)}
	c.pairUp(r.link, old, now)
	p.links = append(p.links, r.link)
	return r, r.link.opaque
}

// elements are the types of the elements where both types are arrays, and else
// the types themselves.
func elements(old, now *typ) (o, n *typ) {
	if old.kind == kindArray && now.kind == kindArray {
		return old.elem, now.elem
	}
	return old, now
}

// opaque reports whether a part that had one type has quite another one, and
// not the same under a new name.
func (c *comparer) opaque(old, now *typ) bool {
	switch {
	case old.kind == kindBuiltin || old.kind != now.kind:
		return true
	case old.name == now.name:
		return false
	case old.carriesNothing() != now.carriesNothing():
		return true
	case old.name == "" || now.name == "":
		return false
	default:
		return c.new.types[old.name] != nil || c.old.types[now.name] != nil
	}
}

// A subject is whose part a change is about.
type subject struct {
	name   string // such as "struct 'Foo'"; a command or an event has its type's parts
	typ    string // what the type itself is called
	member string // what its members are called: "member", or "argument" of a command
}

// subject names p: by the type's name if a side knows one, else by where clients
// meet p in the direction dir.
func (p *pair) subject(dir direction) subject {
	at, kind := p.route(dir)
	name := p.ways.path(at, kind)
	switch first, named := at.last, p.named(); {
	case p.subjectIsBranch():
		name = cmp.Or(p.old.label, p.new.label).String()
	case first.root != nil && first.step == argStep && (p.old.name == "" || p.new.name == ""):
		name = first.root.word + " '" + first.root.name + "'"
		if first.root.word == "event" {
			return subject{name, "the data type of " + name, "member"}
		}
		return subject{name, "the argument type of " + name, "argument"}
	case named != nil:
		name = named.word + " '" + named.name + "'"
	}
	return subject{name, name, "member"}
}

func (p *pair) named() *typ {
	switch {
	case p.new.name != "":
		return p.new
	case p.old.name != "":
		return p.old
	default:
		return nil
	}
}
