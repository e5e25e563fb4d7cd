package check

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/sat"
	"github.com/qapi-go/qapi-gen/model"
)

// randomCond returns a condition on some of n names.
func randomCond(random *rand.Rand, n, depth int) *model.Cond {
	op := model.CondName
	if depth > 0 && random.IntN(3) > 0 {
		op = []model.CondOp{model.CondAll, model.CondAny, model.CondNot}[random.IntN(3)]
	}
	switch op {
	case model.CondName:
		return &model.Cond{Name: nameOf(random.IntN(n))}
	case model.CondNot:
		return &model.Cond{Op: op, Operands: []*model.Cond{randomCond(random, n, depth-1)}}
	default:
		c := &model.Cond{Op: op}
		for range 1 + random.IntN(3) {
			c.Operands = append(c.Operands, randomCond(random, n, depth-1))
		}
		return c
	}
}

func nameOf(i int) string { return fmt.Sprintf("N%03d", i) }

func namesUpTo(n int) (names []string) {
	for i := range n {
		names = append(names, nameOf(i))
	}
	return names
}

// wrong counts the observations that contradict the defined names: parts that
// are present although their condition is false, and parts that are missing.
func wrong(seen []observation, defined func(string) bool) (there, missing int) {
	for _, o := range seen {
		switch holds := o.cond.Holds(defined); {
		case o.aside:
		case o.present && !holds:
			there++
		case !o.present && holds:
			missing++
		}
	}
	return there, missing
}

// No other choice of names contradicts fewer observations than the one found.
func TestSolverIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	contradictory := 0
	for range 3000 {
		n := 1 + random.IntN(7)
		names := namesUpTo(n)
		var seen []observation
		for range 1 + random.IntN(14) {
			seen = append(seen, observation{cond: randomCond(random, n, 3), present: random.IntN(2) == 0})
		}
		c := workOut(t.Context(), seen, names, sat.MaxSteps)
		there, missing := wrong(seen, c.Has)
		bestThere, bestMissing := len(seen), 0
		for set := range 1 << n {
			a, b := wrong(seen, func(name string) bool {
				for i, known := range names {
					if known == name {
						return set&(1<<i) != 0
					}
				}
				return false
			})
			if a+b < bestThere+bestMissing || a+b == bestThere+bestMissing && a < bestThere {
				bestThere, bestMissing = a, b
			}
		}
		if there != bestThere || missing != bestMissing {
			t.Fatalf("%d there and %d missing, but %d and %d are possible, of %s with %v",
				there, missing, bestThere, bestMissing, describe(seen), c)
		}
		if there+missing > 0 {
			contradictory++
		}
		checkEither(t, seen, c)
		checkNeeded(t, seen, c)
	}
	if contradictory < 100 {
		t.Errorf("only %d cases were contradictory", contradictory)
	}
}

// checkEither checks that a name is in Either if and only if no condition
// depends on it.
func checkEither(t *testing.T, seen []observation, c *Conditions) {
	t.Helper()
	verdict := map[string]bool{}
	for _, list := range [][]string{c.Defined, c.Undefined} {
		for _, n := range list {
			verdict[n] = false
		}
	}
	for _, n := range c.Either {
		verdict[n] = true
	}
	for name, either := range verdict {
		depends := false
		flipped := func(n string) bool { return c.Has(n) != (n == name) }
		for _, o := range seen {
			depends = depends || o.cond.Holds(c.Has) != o.cond.Holds(flipped)
		}
		if depends == either {
			t.Fatalf("%s: either %v, but a condition depends on it: %v; %s with %v", name, either, depends, describe(seen), c)
		}
	}
}

// checkNeeded checks that no name can be left undefined.
func checkNeeded(t *testing.T, seen []observation, c *Conditions) {
	t.Helper()
	there, missing := wrong(seen, c.Has)
	for _, name := range c.Defined {
		a, b := wrong(seen, func(n string) bool { return n != name && c.Has(n) })
		if a+b < there+missing || a+b == there+missing && a <= there {
			t.Fatalf("%s can be left out of %v for %s", name, c, describe(seen))
		}
	}
}

func describe(seen []observation) (text string) {
	for _, o := range seen {
		text += fmt.Sprintf("[%s: %v] ", o.cond, o.present)
	}
	return text
}

// manyObservations returns those of a server built with random names. Some of
// them are then inverted.
func manyObservations(names, conditions, turned int) []observation {
	random := rand.New(rand.NewPCG(5, 6))
	defined := map[string]bool{}
	for _, n := range namesUpTo(names) {
		defined[n] = random.IntN(2) == 0
	}
	var seen []observation
	for range conditions {
		cond := randomCond(random, names, 2)
		seen = append(seen, observation{cond: cond, present: cond.Holds(func(n string) bool { return defined[n] })})
	}
	for i := range turned {
		seen[i*len(seen)/turned].present = !seen[i*len(seen)/turned].present
	}
	return seen
}

// Hundreds of interdependent conditions are no problem, and a few
// contradictions among them are not counted too high.
func TestSolverScales(t *testing.T) {
	for _, tt := range []struct{ names, conditions, turned int }{
		{60, 800, 0}, {200, 800, 0}, {60, 800, 3}, {150, 800, 3},
	} {
		seen := manyObservations(tt.names, tt.conditions, tt.turned)
		there, missing := wrong(seen, workOut(t.Context(), seen, namesUpTo(tt.names), sat.MaxSteps).Has)
		if there+missing > tt.turned {
			t.Errorf("%v: %d there and %d missing", tt, there, missing)
		}
	}
}

// xor returns a condition that holds if an odd number of its names are defined.
func xor(names ...string) *model.Cond {
	name := &model.Cond{Name: names[0]}
	if len(names) == 1 {
		return name
	}
	not := func(c *model.Cond) *model.Cond { return &model.Cond{Op: model.CondNot, Operands: []*model.Cond{c}} }
	rest := xor(names[1:]...)
	return &model.Cond{Op: model.CondAny, Operands: []*model.Cond{
		{Op: model.CondAll, Operands: []*model.Cond{name, not(rest)}},
		{Op: model.CondAll, Operands: []*model.Cond{not(name), rest}},
	}}
}

// Conditions from which nothing follows until all names but one are decided are
// solved in time, with and without contradictions.
func TestSolverFindsItsWayThroughXors(t *testing.T) {
	const names = 60
	for _, turned := range []int{0, 1, 3} {
		random := rand.New(rand.NewPCG(7, 8))
		built := func(name string) bool { return name[len(name)-1]%3 == 0 }
		var seen []observation
		for range 90 {
			cond := xor(nameOf(random.IntN(names)), nameOf(random.IntN(names)), nameOf(random.IntN(names)))
			seen = append(seen, observation{cond: cond, present: cond.Holds(built)})
		}
		for i := range turned {
			seen[i*20].present = !seen[i*20].present
		}
		there, missing := wrong(seen, workOut(t.Context(), seen, namesUpTo(names), sat.MaxSteps).Has)
		if there+missing > turned {
			t.Errorf("%d turned: %d there and %d missing", turned, there, missing)
		}
	}
}

// The result does not depend on the order of observations.
func TestSolverIgnoresOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 300 {
		const names = 8
		var seen []observation
		for range 10 {
			seen = append(seen, observation{cond: randomCond(random, names, 3), present: random.IntN(2) == 0})
		}
		want := workOut(t.Context(), seen, namesUpTo(names), sat.MaxSteps)
		random.Shuffle(len(seen), func(i, j int) { seen[i], seen[j] = seen[j], seen[i] })
		if diff := cmp.Diff(want, workOut(t.Context(), seen, namesUpTo(names), sat.MaxSteps)); diff != "" {
			t.Fatalf("%s in another order (-want +got):\n%s", describe(seen), diff)
		}
	}
}

func BenchmarkWorkOut(b *testing.B) {
	for _, turned := range []int{0, 3} {
		b.Run(fmt.Sprintf("turned=%d", turned), func(b *testing.B) {
			seen := manyObservations(100, 800, turned)
			for b.Loop() {
				workOut(b.Context(), seen, namesUpTo(100), sat.MaxSteps)
			}
		})
	}
}
