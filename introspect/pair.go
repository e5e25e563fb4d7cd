package introspect

import (
	"cmp"
	"iter"
	"slices"
)

// A Pairing says which entries of two documents are each other's. Commands
// and events are paired by name. Types are paired by where they are used and
// what they have, because their names are no part of the protocol: a server
// may give numbers, and other ones after the next change.
//
// A Pairing is immutable.
type Pairing struct {
	a, b  *Index
	ga    *graph
	gb    *graph
	aToB  []int // by node; -1 for none
	bToA  []int
	pairs []reached
	// edition is that of the older document.
	edition edition
}

// A reached pair is one that commands and events lead to.
type reached struct {
	a, b int
	from int    // the pair that led here, -1 for a command or event
	step string // its label there
}

// Pair pairs the entries of two documents. It takes time in proportion to the
// sizes of the documents where they are alike.
func Pair(a, b *Index) *Pairing {
	p := &Pairing{a: a, b: b, ga: newGraph(a), gb: newGraph(b), edition: min(editionOf(a), editionOf(b))}
	c := &candidates{p: p, known: map[[2]int]int{}}
	c.find()
	c.weigh()
	p.aToB, p.bToA = c.choose()
	p.walk()
	return p
}

// All gives the pairs that the commands and events of both documents lead to,
// starting with these. A type can be in several pairs where types of one
// document are told apart by nothing but their names.
func (p *Pairing) All() iter.Seq2[Entry, Entry] {
	return func(yield func(Entry, Entry) bool) {
		for _, r := range p.pairs {
			if !yield(p.ga.nodes[r.a].entry, p.gb.nodes[r.b].entry) {
				return
			}
		}
	}
}

// PartnerA returns the type of the first document that is paired with a type
// of the second, nil if there is none.
func (p *Pairing) PartnerA(ref string) Type {
	if i, ok := p.gb.byName[ref]; ok && p.bToA[i] >= 0 {
		t, _ := p.ga.nodes[p.bToA[i]].entry.(Type)
		return t
	}
	return nil
}

// Same reports whether a reference in the first document and one in the
// second mean the same type, which may itself have changed.
func (p *Pairing) Same(refA, refB string) bool {
	i, okA := p.ga.byName[refA]
	j, okB := p.gb.byName[refB]
	return okA && okB && p.same(i, j)
}

func (p *Pairing) same(i, j int) bool {
	switch k, l := p.aToB[i], p.bToA[j]; {
	case k == j:
		return true
	case k >= 0 && p.gb.sameStructure(k, j):
		return true
	default:
		return l >= 0 && p.ga.sameStructure(l, i)
	}
}

// walk collects the pairs from the commands and events on.
func (p *Pairing) walk() {
	seen := map[[2]int]bool{}
	reach := func(r reached) {
		if at := [2]int{r.a, r.b}; !seen[at] {
			seen[at] = true
			p.pairs = append(p.pairs, r)
		}
	}
	for i, j := range p.roots() {
		reach(reached{i, j, -1, p.ga.nodes[i].entry.Common().Name})
	}
	for at := 0; at != len(p.pairs); at++ {
		r := p.pairs[at]
		for la, lb := range common(p.ga.nodes[r.a].links, p.gb.nodes[r.b].links) {
			if la.to >= 0 && p.same(la.to, lb.to) {
				reach(reached{la.to, lb.to, at, la.label})
			}
		}
	}
}

// roots are the commands and events that both documents have.
func (p *Pairing) roots() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i, n := range p.ga.nodes {
			if _, isType := n.entry.(Type); isType {
				continue
			}
			j, ok := p.gb.byName[n.entry.Common().Name]
			if ok && p.gb.nodes[j].entry.MetaType() == n.entry.MetaType() && !yield(i, j) {
				return
			}
		}
	}
}

// common gives the links that two entries both have.
func common(a, b []link) iter.Seq2[link, link] {
	return func(yield func(link, link) bool) {
		for len(a) > 0 && len(b) > 0 {
			switch c := cmp.Compare(a[0].label, b[0].label); {
			case c < 0:
				a = a[1:]
			case c > 0:
				b = b[1:]
			case !yield(a[0], b[0]):
				return
			default:
				a, b = a[1:], b[1:]
			}
		}
	}
}

// candidates are the pairs of types that could be each other's: some place
// that both documents have refers to them.
type candidates struct {
	p     *Pairing
	list  []candidate
	known map[[2]int]int // places in list, by the pair
}

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

func (c *candidates) find() {
	for i, j := range c.p.roots() {
		c.follow(i, j, nil)
	}
	for at := 0; at != len(c.list); at++ {
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
	at, known := c.known[[2]int{i, j}]
	if !known {
		a, b := c.p.ga.nodes[i].entry, c.p.gb.nodes[j].entry
		at = -1
		if a.MetaType() == b.MetaType() {
			at = len(c.list)
			c.list = append(c.list, candidate{a: i, b: j, score: 1})
		}
		c.known[[2]int{i, j}] = at
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
		if at >= 0 {
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

// choose gives each type one partner at most: the most alike go first, and of
// equals those that most places agree on.
func (c *candidates) choose() (aToB, bToA []int) {
	aToB, bToA = nobody(len(c.p.ga.nodes)), nobody(len(c.p.gb.nodes))
	for i, j := range c.p.roots() {
		aToB[i], bToA[j] = j, i
	}
	slices.SortStableFunc(c.list, func(x, y candidate) int {
		return cmp.Or(
			cmp.Compare(rounded(y.score), rounded(x.score)),
			cmp.Compare(y.places, x.places),
		)
	})
	for _, it := range c.list {
		if aToB[it.a] < 0 && bToA[it.b] < 0 && (it.score > 0 || c.mayShareNothing(it.a)) {
			aToB[it.a], bToA[it.b] = it.b, it.a
		}
	}
	return aToB, bToA
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
