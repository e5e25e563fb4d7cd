package introspect

import (
	"cmp"
	"slices"
)

// candidates are pairs of types that may correspond to each other.
type candidates struct {
	p     *Pairing
	list  []candidate
	known map[uint64]int // index in list by pair
	left  int            // number of links that may still be compared
}

// linkBudget bounds how many links of candidates are compared, in addition to a
// few for each link of the documents. Two releases of one server need about as
// many as the larger of them has. Pairs of types that are not compared within
// the budget are no candidates.
const linkBudget = 1 << 20

type candidate struct {
	a, b   int
	places int // number of places where both types are used
	score  float64
	// inner are the candidates that the common links lead to, -1 if the types
	// are of different kinds. values counts the common values.
	inner        []int
	values       int
	lost, gained int // links that only one of them has
}

// candidatesByPlace returns the pairs of types that commands and events of both
// documents lead to by the same links.
func (p *Pairing) candidatesByPlace() *candidates {
	c := newCandidates(p)
	for i, j := range p.roots() {
		c.follow(i, j, nil)
	}
	c.find()
	c.weigh()
	return c
}

// candidatesByLikeness returns pairs of types without a partner that have a
// part in common which few other types have. A server also lists the types of
// commands that its configuration leaves out, although nothing leads to them.
func (p *Pairing) candidatesByLikeness() *candidates {
	c := newCandidates(p)
	inA, inB := p.ga.byLabel(p.aToB), p.gb.byLabel(p.bToA)
	for j, n := range p.gb.nodes {
		if p.bToA[j] >= 0 || !isType(n.entry) {
			continue
		}
		for _, l := range n.links {
			if len(inA[l.label])*len(inB[l.label]) > maxAlike*maxAlike {
				continue
			}
			for _, i := range inA[l.label] {
				c.add(i, j)
			}
		}
	}
	c.find()
	c.weigh()
	return c
}

// maxAlike bounds the types of each document that may share a part for
// candidatesByLikeness to compare them.
const maxAlike = 64

// byLabel returns the types without a partner by the labels of their links.
func (g *graph) byLabel(partners []int) map[string][]int {
	types := map[string][]int{}
	for i, n := range g.nodes {
		for _, l := range n.links {
			if partners[i] < 0 && isType(n.entry) {
				types[l.label] = append(types[l.label], i)
			}
		}
	}
	return types
}

func newCandidates(p *Pairing) *candidates {
	return &candidates{p: p, known: map[uint64]int{}, left: linkBudget + 4*(p.ga.size()+p.gb.size())}
}

// find adds the candidates that the common links of candidates lead to.
func (c *candidates) find() {
	for at := 0; at != len(c.list); at++ {
		if c.left < 0 {
			c.list = c.list[:at]
			return
		}
		it := c.list[at]
		c.follow(it.a, it.b, &it)
		c.list[at].inner, c.list[at].values = it.inner, it.values
		c.list[at].lost = len(c.p.ga.nodes[it.a].links) - len(it.inner) - it.values
		c.list[at].gained = len(c.p.gb.nodes[it.b].links) - len(it.inner) - it.values
	}
}

// follow adds candidates for the common links of two entries, and records them
// in it.
func (c *candidates) follow(i, j int, it *candidate) {
	c.left -= len(c.p.ga.nodes[i].links) + len(c.p.gb.nodes[j].links)
	for la, lb := range common(c.p.ga.nodes[i].links, c.p.gb.nodes[j].links) {
		switch {
		case la.to < 0 || lb.to < 0:
			it.values++
		case it == nil:
			c.add(la.to, lb.to)
		default:
			it.inner = append(it.inner, c.add(la.to, lb.to))
		}
	}
}

func (c *candidates) add(i, j int) int {
	pair := uint64(i)<<32 | uint64(j)
	at, known := c.known[pair]
	if !known {
		at = -1
		if sameKind(c.p.ga.nodes[i].entry, c.p.gb.nodes[j].entry) {
			at = len(c.list)
			c.list = append(c.list, candidate{a: i, b: j, score: 1})
		}
		c.known[pair] = at
	}
	if at >= 0 {
		c.list[at].places++
	}
	return at
}

const (
	// depth is the number of links up to which a difference below two types
	// affects their score.
	depth = 12
	// ofLost is the weight of a link that the second document lacks. It is low,
	// because a server lacks what its configuration leaves out.
	ofLost = 0.3
)

// weigh gives each candidate a score from 0 to 1 for the similarity of the two
// types: of their links, and of the types that these lead to.
func (c *candidates) weigh() {
	for range depth {
		next := make([]float64, len(c.list))
		for at := range c.list {
			next[at] = c.scoreOf(&c.list[at])
		}
		for at := range c.list {
			c.list[at].score = next[at]
		}
	}
}

func (c *candidates) scoreOf(it *candidate) float64 {
	if a, ok := c.p.ga.nodes[it.a].entry.(*Builtin); ok {
		return likeness(a, c.p.gb.nodes[it.b].entry.(*Builtin))
	}
	common := len(it.inner) + it.values
	all := float64(common+it.gained) + ofLost*float64(it.lost)
	if all == 0 {
		return 1 // both empty
	}
	sum := float64(common) + float64(it.values)
	for _, at := range it.inner {
		if at >= 0 && at < len(c.list) {
			sum += c.list[at].score
		}
	}
	return sum / 2 / all
}

// likeness prefers equal names, because those of built-in types are part of the
// protocol.
func likeness(a, b *Builtin) float64 {
	switch {
	case a.Name == b.Name:
		return 1
	case a.JSONType == b.JSONType:
		return 0.5
	default:
		return 0
	}
}

// choose pairs types without a partner whose score is at least least. Higher
// scores come first, and of equal scores those found in most places.
func (c *candidates) choose(least float64) {
	aToB, bToA := c.p.aToB, c.p.bToA
	slices.SortStableFunc(c.list, func(x, y candidate) int {
		return cmp.Or(
			cmp.Compare(rounded(y.score), rounded(x.score)),
			cmp.Compare(y.places, x.places),
		)
	})
	for _, it := range c.list {
		if it.score >= least && aToB[it.a] < 0 && bToA[it.b] < 0 && (it.score > 0 || c.mayShareNothing(it.a)) {
			aToB[it.a], bToA[it.b] = it.b, it.a
		}
	}
}

// mayShareNothing reports whether the type can be paired with one that has
// nothing in common with it, because all its parts may be gone. A type without
// parts cannot: no arguments at all are different from arguments.
func (c *candidates) mayShareNothing(i int) bool {
	return len(c.p.ga.nodes[i].links) > 0
}

// rounded makes scores of the same structure equal, whatever the order of
// summation.
func rounded(score float64) int { return int(score*1e6 + 0.5) }

func unpaired(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = -1
	}
	return list
}
