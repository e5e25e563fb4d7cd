package breaking

import (
	"cmp"
	"slices"
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
	links    []*link // to the pairs of its parts
	uses     []*link // the links that lead to it
}

// A link leads from a pair, or from a command or an event where from is nil,
// to the pair of a part's types.
type link struct {
	from, to *pair
	root     *root
	step     string // in a path: "x", "+x", "arg-type"
	unstable bool
	// opaque tells that the part got another type, which is a change of the
	// part and not of the type.
	opaque bool
}

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
		p = &pair{old: old, new: now}
		c.byTypes[key] = p
		c.pairs = append(c.pairs, p)
	}
	l.to = p
	p.uses = append(p.uses, l)
}

// link pairs the types of a part of p, unless they are one scalar type. step
// is the part's name in a path, such as "x" or "+x"; unstable tells that OLD
// promises nothing of the part.
func (c *comparer) link(p *pair, at place, step string, unstable bool, old, now *typ) {
	whole := [2]*typ{old, now}
	old, now = elements(old, now)
	if old.kind == kindBuiltin && now.kind == kindBuiltin && old.name == now.name {
		return
	}
	l := &link{from: p, step: step, unstable: unstable, opaque: c.opaque(old, now)}
	c.pairUp(l, old, now)
	p.links = append(p.links, l)
	if l.opaque {
		f := at.finding(typeChanged, "")
		f.link, f.types, f.exempt = l, whole, unstable
		p.add(f)
	}
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

// reach carries directions from the roots to all pairs.
func (c *comparer) reach() {
	queue := make([]*pair, 0, len(c.pairs))
	carry := func(l *link, stable, unstable direction) {
		if l.unstable {
			stable, unstable = 0, stable|unstable
		}
		if p := l.to; p.stable|stable != p.stable || p.unstable|unstable != p.unstable {
			p.stable, p.unstable = p.stable|stable, p.unstable|unstable
			queue = append(queue, p)
		}
	}
	for _, l := range c.roots {
		carry(l, l.root.dir, 0)
	}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		for _, l := range p.links {
			carry(l, p.stable, p.unstable)
		}
	}
}

// rootsOf are the roots that lead to p, in schema order. Where p is reached by
// something stable, those that only unstable parts lead from are left out.
func (p *pair) rootsOf() []*root {
	var found []*root
	seen, queue := map[*pair]bool{p: true}, []*pair{p}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, l := range at.uses {
			switch {
			case l.unstable && p.stable != 0:
			case l.root != nil:
				found = append(found, l.root)
			case !seen[l.from]:
				seen[l.from] = true
				queue = append(queue, l.from)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *root) int { return a.new.order - b.new.order })
	return slices.Compact(found)
}

// path describes p by the first place that leads to it, as in
// "blockdev-add/arg-type/+file/aio".
func (p *pair) path() string {
	text := ""
	for p != nil {
		first := p.uses[0]
		if first.step != "" {
			text = "/" + first.step + text
		}
		if first.root != nil {
			return first.root.name + text
		}
		p = first.from
	}
	return text
}

// A subject is whose part a change is about.
type subject struct {
	name   string // such as "struct 'Foo'"; a command or an event has its type's parts
	typ    string // what the type itself is called
	member string // what its members are called: "member", or "argument" of a command
}

// subject names p: by the type's name if a side knows one, else by where p is.
func (p *pair) subject() subject {
	name := p.path()
	switch first, named := p.uses[0], p.named(); {
	case p.subjectIsBranch():
		name = cmp.Or(p.old.label, p.new.label)
	case first.root != nil && first.step == "arg-type" && (p.old.name == "" || p.new.name == ""):
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
