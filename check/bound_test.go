package check

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/sat"
	"github.com/qapi-go/qapi-gen/model"
)

// randomClause returns a condition on three names, each negated or not, of
// which one must hold.
func randomClause(random *rand.Rand, names int) *model.Cond {
	c := &model.Cond{Op: model.CondAny}
	for range 3 {
		name := &model.Cond{Name: nameOf(random.IntN(names))}
		if random.IntN(2) == 0 {
			name = &model.Cond{Op: model.CondNot, Operands: []*model.Cond{name}}
		}
		c.Operands = append(c.Operands, name)
	}
	return c
}

// randomClauses returns observations of clauses. One in missing is of an absent
// part.
func randomClauses(names, clauses, missing int) (seen []observation) {
	random := rand.New(rand.NewPCG(5, 6))
	for i := range clauses {
		seen = append(seen, observation{cond: randomClause(random, names), present: i%missing != missing-1})
	}
	return seen
}

// Random clauses that are too many to hold together are solved exactly.
func TestSolverSolvesRandomClauses(t *testing.T) {
	for _, tt := range []struct{ names, clauses, wrong int }{
		{20, 200, 6}, {30, 200, 5}, {40, 200, 2}, {60, 300, 2},
	} {
		seen := randomClauses(tt.names, tt.clauses, tt.clauses+1)
		c := workOut(t.Context(), seen, namesUpTo(tt.names), sat.MaxSteps)
		if there, missing := wrong(seen, c.Has); there+missing != tt.wrong || c.Open != nil {
			t.Errorf("%v: %d there and %d missing, open %v", tt, there, missing, c.Open)
		}
	}
}

// If the limit is reached, the answer is a good choice, the same each time, and
// names that are not certain.
func TestSolverSaysWhatItLeftOpen(t *testing.T) {
	const names = 60
	seen := randomClauses(names, 300, 2)
	apart := &model.Cond{Name: "Z"}
	seen = append(seen, observation{cond: apart, present: true})
	all := append(namesUpTo(names), "Z")
	c := workOut(t.Context(), seen, all, 1_000_000)
	if diff := cmp.Diff(namesUpTo(names), c.Open); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	if !c.Has("Z") {
		t.Error("Z is left out")
	}
	there, missing := wrong(seen, c.Has)
	noneThere, noneMissing := wrong(seen, func(string) bool { return false })
	if there+missing >= noneThere+noneMissing {
		t.Errorf("%d there and %d missing: as many as with no name defined", there, missing)
	}
	for _, o := range seen {
		if o.cond == apart {
			continue
		}
		for _, operand := range o.cond.Operands {
			if operand.Op == model.CondName && !slices.Contains(c.Defined, operand.Name) &&
				!slices.Contains(c.Undefined, operand.Name) && !slices.Contains(c.Either, operand.Name) {
				t.Fatalf("%s is in no list", operand.Name)
			}
		}
	}
	if diff := cmp.Diff(c, workOut(t.Context(), seen, all, 1_000_000)); diff != "" {
		t.Errorf("the second time (-want +got):\n%s", diff)
	}
	checkNeeded(t, seen, c)
}

// A deadline leaves names open.
func TestSolverStopsAtTheDeadline(t *testing.T) {
	const names = 20
	seen := randomClauses(names, 100, 3)
	c := workOut(late{t.Context()}, seen, namesUpTo(names), sat.MaxSteps)
	if diff := cmp.Diff(namesUpTo(names), c.Open); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	checkNeeded(t, seen, c)
}

// late is a context whose deadline has passed.
type late struct{ context.Context }

func (late) Err() error { return context.DeadlineExceeded }
