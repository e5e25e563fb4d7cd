package introspect

import (
	"cmp"
	"iter"
)

// A Pairing relates the entries of two documents. Commands and events are
// paired by name. Types are paired by their use and their parts, because their
// names are not part of the protocol: a server may send numbers, which may
// change with the schema.
//
// A Pairing is immutable.
type Pairing struct {
	a, b  *Index
	ga    *graph
	gb    *graph
	aToB  []int // by node; -1 for none
	bToA  []int
	pairs []reached
	used  []bool // entries of the second document
	// edition is that of the older document.
	edition edition
}

// reached is a pair of nodes.
type reached struct{ a, b int }

// Pair pairs the entries of two documents. It takes time and memory in
// proportion to their sizes. If a type may correspond to very many others, only
// the first million comparisons count.
func Pair(a, b *Index) *Pairing {
	p := &Pairing{a: a, b: b, ga: newGraph(a), gb: newGraph(b), edition: min(editionOf(a), editionOf(b))}
	p.used = p.gb.used()
	p.aToB, p.bToA = unpaired(len(p.ga.nodes)), unpaired(len(p.gb.nodes))
	for i, j := range p.sameNames() {
		p.aToB[i], p.bToA[j] = j, i
	}
	// Two types that are used in the same place and are much alike are the same
	// type. A type without such a partner may have moved to another place, so
	// it is compared with all types next. What is left after that has changed a
	// lot.
	const much = 0.5
	byPlace := p.candidatesByPlace()
	byPlace.choose(much)
	p.candidatesByLikeness().choose(much)
	byPlace.choose(0)
	p.unpairArrays()
	p.walk()
	return p
}

// All returns an iterator over the pairs: first commands and events, then the
// types that both documents use in the same places, then types that the second
// document has but does not use, because the command that would is left out. A
// type is in several pairs if only their names distinguish several types of the
// other document.
func (p *Pairing) All() iter.Seq2[Entry, Entry] {
	return func(yield func(Entry, Entry) bool) {
		for _, r := range p.pairs {
			if !yield(p.ga.nodes[r.a].entry, p.gb.nodes[r.b].entry) {
				return
			}
		}
	}
}

// PartnerA returns the type of the first document that is paired with a type of
// the second, or nil.
func (p *Pairing) PartnerA(ref string) Type {
	if i, ok := p.gb.byName[ref]; ok && p.bToA[i] >= 0 {
		t, _ := p.ga.nodes[p.bToA[i]].entry.(Type)
		return t
	}
	return nil
}

// Same reports whether a reference in the first document and one in the second
// mean the same type. The type may have changed between the documents.
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

// unpairArrays undoes pairs of arrays whose elements have different types, if the
// second array's name is "[ELEMENT]" and so describes its elements. If it is
// not, the second array is the first with other elements.
func (p *Pairing) unpairArrays() {
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

// walk collects the pairs, starting at the commands and events.
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

// Used reports whether a command or event of the second document leads to its
// entry b.
func (p *Pairing) Used(b Entry) bool {
	j, ok := p.gb.byName[b.Common().Name]
	return ok && p.used[j]
}

// sameNames yields the commands, events and built-in types that both documents
// have. Their names are part of the protocol.
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

// roots yields the commands and events of sameNames.
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

// common yields the links that two entries have in common.
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
