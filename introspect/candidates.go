package introspect

import (
	"cmp"
	"slices"
)

// candidates are pairs of types that could be each other's.
type candidates struct {
	p     *Pairing
	list  []candidate
	known map[uint64]int // places in list, by the pair
	left  int            // how many links may still be compared
}

// linkBudget is how many links of candidates are compared, besides a few for
// each link of the documents. Two releases of one server take about as many as
// the larger of them has. When the budget is used up, pairs of types whose
// links have not been compared are no candidates.
const linkBudget = 1 << 20

type candidate struct {
	a, b   int
	places int // how many
	score  float64
	// The links that both have lead to these candidates, -1 where one leads
	// to types of different kinds. Values are counted apart.
	inner        []int
	values       int
	lost, gained int // links that one has alone
}

// candidatesByPlace are the types that commands and events of both documents
// lead to in the same way.
func (p *Pairing) candidatesByPlace() *candidates {
	c := newCandidates(p)
	for i, j := range p.roots() {
		c.follow(i, j, nil)
	}
	c.find()
	c.weigh()
	return c
}

// candidatesByLikeness are the types without a partner that have a part in
// common which few of them have: a server lists the types of a command that its
// configuration leaves out, though nothing leads to them.
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

// maxAlike is how many types of each document can be told apart by a part that
// all of them have.
const maxAlike = 64

// byLabel are the types without a partner, by the labels of their links.
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

// find completes the list by what its candidates refer to alike.
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

// follow makes candidates of what two entries refer to alike, and notes them
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
	// depth is how far below two types a difference can tell them apart.
	depth = 12
	// ofLost is what a link counts that the second document lacks. It is
	// little, because a server lacks what its configuration leaves out.
	ofLost = 0.3
)

// weigh gives each candidate a score from 0 to 1: how alike the two types
// are, in what they have, and in the types of that.
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

// likeness prefers the name, which is part of the protocol here.
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

// choose gives partners to types without one, if their score is least or more:
// the most alike go first, and of equals those that most places agree on.
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
// nothing in common with it: all that it had may be gone. But no arguments at
// all are another thing than arguments.
func (c *candidates) mayShareNothing(i int) bool {
	return len(c.p.ga.nodes[i].links) > 0
}

// rounded makes scores of the same structure equal, whatever the order of
// their sums.
func rounded(score float64) int { return int(score*1e6 + 0.5) }

func nobody(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = -1
	}
	return list
}
