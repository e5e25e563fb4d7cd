package breaking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ways is how commands and events lead to pairs.
type ways struct {
	pairs  []*pair
	links  int // how many there are
	walks  int // how many there were
	routes map[routeKind][]stop
}

// reach carries directions from the roots to all pairs. Only then are there
// routes.
func (c *comparer) reach() {
	c.ways.pairs, c.ways.routes = c.pairs, map[routeKind][]stop{}
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
//
// A pair that only one other leads to has that one's roots.
func (p *pair) rootsOf() []*root {
	var way []*pair
	p.ways.walks++
	for at := p; at.roots == nil; {
		at.mark = p.ways.walks
		way = append(way, at)
		before := at.onlyUser()
		if before == nil || before.mark == p.ways.walks {
			at.roots = at.findRoots()
			break
		}
		at = before
	}
	for _, at := range slices.Backward(way) {
		if at.roots == nil {
			at.roots = at.onlyUser().roots
		}
	}
	return p.roots
}

// onlyUser is the pair that all links to p lead from, nil if there is no such
// pair, or one that may have other roots.
func (p *pair) onlyUser() *pair {
	from := p.uses[0].from
	for _, l := range p.uses {
		if l.from == nil || l.from != from || l.unstable {
			return nil
		}
	}
	if (from.stable != 0) != (p.stable != 0) {
		return nil
	}
	return from
}

func (p *pair) findRoots() []*root {
	found := []*root{}
	p.ways.walks++
	walk := p.ways.walks
	p.mark = walk
	for queue := []*pair{p}; len(queue) > 0; queue = queue[1:] {
		for _, l := range queue[0].uses {
			switch {
			case l.unstable && p.stable != 0:
			case l.root != nil:
				found = append(found, l.root)
			case l.from.mark != walk:
				l.from.mark = walk
				queue = append(queue, l.from)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *root) int { return a.new.order - b.new.order })
	return slices.Compact(found)
}

// A routeKind is which links a route may use: those from a command or an event
// that clients meet in a direction, and perhaps no unstable one.
type routeKind struct {
	dir    direction
	stable bool
}

// A stop is how a pair is reached: after how many links, from which command or
// event, and by which link at last. It has no link if the pair is not reached.
type stop struct {
	links int
	root  *root
	last  *link
}

// route is how clients meet p in a direction: by the links from a command or an
// event to p, of which there are as few as possible, and no unstable one if p is
// reached without. Of several the first in schema order counts.
func (p *pair) route(dir direction) (stop, routeKind) {
	kind := routeKind{dir, p.stable&dir != 0}
	if !kind.stable && p.unstable&dir == 0 {
		kind = routeKind{both, p.stable != 0}
	}
	stops := p.ways.stops(kind)
	if stops[p.at].last == nil {
		return stop{1, p.uses[0].root, p.uses[0]}, kind
	}
	return stops[p.at], kind
}

func (w *ways) stops(kind routeKind) []stop {
	stops := w.routes[kind]
	if stops == nil {
		stops = w.find(kind)
		w.routes[kind] = stops
	}
	return stops
}

// path writes a route as in "blockdev-add/arg-type/+file/aio". Of a very long
// one it writes the end, with the number of the pair that it leads to, so that
// no two look the same.
func (w *ways) path(at stop, kind routeKind) string {
	const most, end = 64, 8
	var steps []string
	for to := at; to.last != nil && (at.links <= most || len(steps) < end); to = w.stops(kind)[to.last.from.at] {
		if to.last.step != "" {
			steps = append(steps, to.last.step)
		}
		if to.last.from == nil {
			break
		}
	}
	if at.links > most {
		steps = append(steps, fmt.Sprintf("...%d...", at.last.to.at))
	}
	if at.root != nil {
		steps = append(steps, at.root.name)
	}
	slices.Reverse(steps)
	return strings.Join(steps, "/")
}

// find finds routes to all pairs, breadth first.
func (w *ways) find(kind routeKind) []stop {
	stops := make([]stop, len(w.pairs))
	var next []*pair
	visit := func(l *link, links int, from *root) {
		at := &stops[l.to.at]
		switch {
		case kind.stable && l.unstable:
			return
		case at.last == nil:
			next = append(next, l.to)
		case at.links < links || cmp.Or(at.root.new.order-from.new.order, at.last.number-l.number) < 0:
			return
		}
		*at = stop{links, from, l}
	}
	for _, p := range w.pairs {
		for _, l := range p.uses {
			if l.root != nil && l.root.dir&kind.dir != 0 {
				visit(l, 1, l.root)
			}
		}
	}
	for links := 2; len(next) > 0; links++ {
		level := next
		next = nil
		for _, p := range level {
			for _, l := range p.links {
				visit(l, links, stops[p.at].root)
			}
		}
	}
	return stops
}
