package introspect

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// sameStructure reports whether two types are the same on the wire.
func (g *graph) sameStructure(i, j int) bool {
	if g.classes == nil {
		g.classify()
	}
	return g.classes[i] == g.classes[j]
}

// classify assigns the same class to types of the same structure. It starts
// with classes by shape, and splits them by the classes of the types that they
// refer to until nothing changes.
//
// The algorithm is Valmari's ("Fast brief practical DFA minimization", 2012).
// Of each class that is split, only the smaller part is processed again, so
// that n links take O(n log n) time.
func (g *graph) classify() {
	labels := make([]int32, 0, len(g.nodes)) // of the edges: index of the link
	var from []int32
	into := make([][]int32, len(g.nodes)) // edges, by the node they lead to
	shapes, byShape := make([]int32, len(g.nodes)), map[string]int32{}
	for i, n := range g.nodes {
		text := n.shape()
		if _, known := byShape[text]; !known {
			byShape[text] = int32(len(byShape))
		}
		shapes[i] = byShape[text]
		for at, l := range n.links {
			if l.to >= 0 {
				into[l.to] = append(into[l.to], int32(len(from)))
				from, labels = append(from, int32(i)), append(labels, int32(at))
			}
		}
	}
	classes, edges := newPartition(shapes), newPartition(labels)
	for c, e := 1, 0; e < edges.sets(); {
		for _, edge := range edges.members(e) {
			classes.mark(from[edge])
		}
		classes.split()
		for e++; c < classes.sets(); c++ {
			for _, node := range classes.members(c) {
				for _, edge := range into[node] {
					edges.mark(edge)
				}
			}
			edges.split()
		}
	}
	g.classes = classes.setOf
}

// A partition divides the numbers from 0 on into sets.
type partition struct {
	order []int32 // the numbers, set by set
	at    []int32 // index in order by number
	setOf []int32 // by number
	// first and end delimit the numbers of a set in order. The marked ones come
	// first.
	first, end, marked []int32
	touched            []int32 // sets that have marked numbers
}

// newPartition makes a set of all numbers with the same key.
func newPartition(keys []int32) *partition {
	p := &partition{order: make([]int32, len(keys)), at: make([]int32, len(keys)), setOf: make([]int32, len(keys))}
	for i := range p.order {
		p.order[i] = int32(i)
	}
	slices.SortStableFunc(p.order, func(a, b int32) int { return cmp.Compare(keys[a], keys[b]) })
	for i, n := range p.order {
		if i == 0 || keys[n] != keys[p.order[i-1]] {
			p.add(i, i)
		}
		p.at[n], p.setOf[n] = int32(i), int32(p.sets()-1)
		p.end[p.sets()-1]++
	}
	return p
}

func (p *partition) sets() int { return len(p.first) }

// members returns the numbers of a set. The slice is valid until the set is
// split.
func (p *partition) members(set int) []int32 { return p.order[p.first[set]:p.end[set]] }

func (p *partition) add(first, end int) {
	p.first, p.end, p.marked = append(p.first, int32(first)), append(p.end, int32(end)), append(p.marked, 0)
}

// mark marks a number, which must not be marked yet.
func (p *partition) mark(n int32) {
	set := p.setOf[n]
	if p.marked[set] == 0 {
		p.touched = append(p.touched, set)
	}
	i, j := p.at[n], p.first[set]+p.marked[set]
	other := p.order[j]
	p.order[i], p.order[j] = other, n
	p.at[other], p.at[n] = i, j
	p.marked[set]++
}

// split separates the marked numbers of each set from the others, and removes
// the marks. The smaller part becomes a new set.
func (p *partition) split() {
	for _, set := range p.touched {
		first, middle, end := p.first[set], p.first[set]+p.marked[set], p.end[set]
		p.marked[set] = 0
		switch {
		case middle == end:
			continue
		case middle-first <= end-middle:
			p.first[set] = middle
			p.add(int(first), int(middle))
		default:
			p.end[set] = middle
			p.add(int(middle), int(end))
		}
		for _, n := range p.members(p.sets() - 1) {
			p.setOf[n] = int32(p.sets() - 1)
		}
	}
	p.touched = p.touched[:0]
}

// shape describes n without the types that it refers to.
func (n *node) shape() string {
	s := n.entry.wire()
	parts := []string{string(s.MetaType), string(s.JSONType), s.Tag, features(s.Features)}
	for _, l := range n.links {
		parts = append(parts, l.label)
	}
	for _, m := range s.Members {
		parts = append(parts, "."+m.Name+strconv.FormatBool(m.Default != nil)+features(m.Features))
	}
	slices.Sort(parts[4:])
	return strings.Join(parts, "\x00")
}

func features(f Features) string { return strings.Join(slices.Sorted(slices.Values(f)), "\x01") }
