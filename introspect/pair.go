package introspect

import (
	"cmp"
	"iter"
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
	used  []bool // of the second document
	// edition is that of the older document.
	edition edition
}

// A reached pair is one by its nodes.
type reached struct{ a, b int }

// Pair pairs the entries of two documents. It takes time and memory in
// proportion to their sizes: where a type of the one could be one of very many
// of the other, only the first million comparisons count.
func Pair(a, b *Index) *Pairing {
	p := &Pairing{a: a, b: b, ga: newGraph(a), gb: newGraph(b), edition: min(editionOf(a), editionOf(b))}
	p.used = p.gb.used()
	p.aToB, p.bToA = nobody(len(p.ga.nodes)), nobody(len(p.gb.nodes))
	for i, j := range p.sameNames() {
		p.aToB[i], p.bToA[j] = j, i
	}
	// Two types that are used in the same place and are much alike are the same
	// type. A type without such a partner may have moved to another place, so it is
	// compared with all types next. What is left after that has changed a lot.
	const much = 0.5
	byPlace := p.candidatesByPlace()
	byPlace.choose(much)
	p.candidatesByLikeness().choose(much)
	byPlace.choose(0)
	p.partArrays()
	p.walk()
	return p
}

// All gives the pairs: commands and events, then the types that both documents
// use in the same places, then types that the second document has without
// using them, because the command is left out that would. A type can be in
// several pairs where types of one document are told apart by nothing but
// their names.
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

// partArrays undoes pairs of arrays with elements of different types. They are
// two arrays, unless the second's name, "[ELEMENT]", says that it is the first
// and its elements are another type by mistake.
func (p *Pairing) partArrays() {
	for i, j := range p.aToB {
		if j < 0 {
			continue
		}
		a, ok := p.ga.nodes[i].entry.(*Array)
		if !ok {
			continue
		}
		b := p.gb.nodes[j].entry.(*Array)
		if b.Name == "["+b.ElementType+"]" && !p.Same(a.ElementType, b.ElementType) {
			p.aToB[i], p.bToA[j] = -1, -1
		}
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
		reach(reached{i, j})
	}
	follow := func(from int) {
		for at := from; at != len(p.pairs); at++ {
			r := p.pairs[at]
			for la, lb := range common(p.ga.nodes[r.a].links, p.gb.nodes[r.b].links) {
				if la.to >= 0 && p.same(la.to, lb.to) {
					reach(reached{la.to, lb.to})
				}
			}
		}
	}
	follow(0)
	for j, i := range p.bToA {
		if i >= 0 && (!p.used[j] || isBuiltin(p.gb.nodes[j].entry)) {
			from := len(p.pairs)
			reach(reached{i, j})
			follow(from)
		}
	}
}

// Used reports whether commands and events of the second document lead to an
// entry of it.
func (p *Pairing) Used(b Entry) bool {
	j, ok := p.gb.byName[b.Common().Name]
	return ok && p.used[j]
}

// sameNames are the commands, events and built-in types that both documents
// have: their names are part of the protocol.
func (p *Pairing) sameNames() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i, n := range p.ga.nodes {
			if isType(n.entry) && !isBuiltin(n.entry) {
				continue
			}
			j, ok := p.gb.byName[n.entry.Common().Name]
			if ok && sameKind(n.entry, p.gb.nodes[j].entry) && !yield(i, j) {
				return
			}
		}
	}
}

// roots are those of sameNames that lead to others.
func (p *Pairing) roots() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i, j := range p.sameNames() {
			if !isType(p.ga.nodes[i].entry) && !yield(i, j) {
				return
			}
		}
	}
}

func isBuiltin(e Entry) bool { _, ok := e.(*Builtin); return ok }

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
