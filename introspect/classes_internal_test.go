package introspect

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// The classes are the coarsest in which types of a class refer to the same
// classes. Comparing all pairs, in as many rounds as there are types, gives the
// same.
func TestClassesAreThoseOfComparingAgainAndAgain(t *testing.T) {
	split := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		doc := randomObjects(r)
		x, err := NewIndex(doc)
		if err != nil {
			t.Fatal(err)
		}
		g := newGraph(x)
		want := make([]string, len(doc))
		for i := range g.nodes {
			want[i] = g.nodes[i].shape()
		}
		number := map[string]int{}
		for range len(doc) + 1 {
			next := make([]string, len(doc))
			for i, n := range g.nodes {
				next[i] = want[i]
				for _, l := range n.links {
					next[i] += " " + want[l.to]
				}
			}
			number = map[string]int{}
			for i, text := range next {
				if _, known := number[text]; !known {
					number[text] = len(number)
				}
				want[i] = fmt.Sprint(number[text])
			}
		}
		for i := range doc {
			for j := range doc {
				if got := g.sameStructure(i, j); got != (want[i] == want[j]) {
					t.Fatalf("seed %d: %s and %s the same: %t", seed, doc[i].Common().Name, doc[j].Common().Name, got)
				}
			}
		}
		if classes := len(number); classes > 1 && classes < len(doc) {
			split++
		}
	}
	if split < 100 {
		t.Errorf("only %d documents have types that are the same and types that are not", split)
	}
}

// randomObjects returns objects that refer to one another and are hard to
// distinguish.
func randomObjects(r *rand.Rand) (doc Document) {
	n := 1 + r.IntN(12)
	for i := range n {
		o := &Object{Info: Info{Name: fmt.Sprint(i)}}
		for j := range r.IntN(3) {
			o.Members = append(o.Members, Member{Name: fmt.Sprint("m", j), Type: fmt.Sprint(r.IntN(n))})
		}
		doc = append(doc, o)
	}
	return doc
}
