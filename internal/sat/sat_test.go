package sat_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/sat"
)

const plenty = 10_000_000

// randomClauses returns clauses of up to three of the literals.
func randomClauses(random *rand.Rand, vars []sat.Lit, n int) (clauses [][]sat.Lit) {
	for range n {
		var c []sat.Lit
		for range 1 + random.IntN(3) {
			c = append(c, randomLit(random, vars))
		}
		clauses = append(clauses, c)
	}
	return clauses
}

func randomLit(random *rand.Rand, vars []sat.Lit) sat.Lit {
	l := vars[random.IntN(len(vars))]
	if random.IntN(2) == 0 {
		return l.Not()
	}
	return l
}

func variables(s *sat.Solver, n int) (vars []sat.Lit) {
	for range n {
		vars = append(vars, s.NewVariable())
	}
	return vars
}

// among reports whether a clause is true if the i-th of vars is bit i of set.
func among(set int, vars, clause []sat.Lit) bool {
	return slices.ContainsFunc(clause, func(l sat.Lit) bool {
		i := slices.IndexFunc(vars, func(v sat.Lit) bool { return v == l || v == l.Not() })
		return (set>>i&1 == 1) == (l == vars[i])
	})
}

// satisfiable tries all assignments.
func satisfiable(vars []sat.Lit, clauses [][]sat.Lit) bool {
	for set := range 1 << len(vars) {
		if !slices.ContainsFunc(clauses, func(c []sat.Lit) bool { return !among(set, vars, c) }) {
			return true
		}
	}
	return false
}

func units(lits []sat.Lit) (clauses [][]sat.Lit) {
	for _, l := range lits {
		clauses = append(clauses, []sat.Lit{l})
	}
	return clauses
}

// One solver gives the same answers to consecutive questions as trying all
// assignments. A core consists of assumptions, and is unsatisfiable.
func TestSolveAgreesWithAllAssignments(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	count := map[sat.Status]int{}
	for range 2000 {
		s := sat.NewSolver(sat.NewLimit(t.Context(), plenty))
		vars := variables(s, 1+random.IntN(8))
		var clauses [][]sat.Lit
		for range 3 {
			more := randomClauses(random, vars, random.IntN(15))
			for _, c := range more {
				s.AddClause(c...)
			}
			clauses = append(clauses, more...)
			var assumptions []sat.Lit
			for range random.IntN(4) {
				assumptions = append(assumptions, randomLit(random, vars))
			}
			all := slices.Concat(clauses, units(assumptions))
			status := s.Solve(assumptions...)
			count[status]++
			if (status == sat.Satisfiable) != satisfiable(vars, all) {
				t.Fatalf("%v assuming %v: status %v", clauses, assumptions, status)
			}
			if status == sat.Satisfiable {
				for _, c := range all {
					if !slices.ContainsFunc(c, s.Holds) {
						t.Fatalf("%v assuming %v: %v does not hold", clauses, assumptions, c)
					}
				}
				continue
			}
			for _, l := range s.Core() {
				if !slices.Contains(assumptions, l) {
					t.Fatalf("%v assuming %v: core %v", clauses, assumptions, s.Core())
				}
			}
			if satisfiable(vars, slices.Concat(clauses, units(s.Core()))) {
				t.Fatalf("%v assuming %v: %v is no core", clauses, assumptions, s.Core())
			}
		}
	}
	if count[sat.Satisfiable] < 1000 || count[sat.Unsatisfiable] < 1000 {
		t.Errorf("too few of a kind: %v", count)
	}
}

// No assignment costs less than the result of Minimise, and the assignment
// found has that cost.
func TestMinimiseIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		p := sat.NewProblem(sat.NewLimit(t.Context(), plenty))
		vars := variables(p.Solver, 1+random.IntN(7))
		hard := randomClauses(random, vars, random.IntN(5))
		for _, c := range hard {
			p.AddClause(c...)
		}
		soft := randomClauses(random, vars, random.IntN(30))
		var lits []sat.Lit
		var weights []int
		for _, c := range soft {
			lits, weights = append(lits, p.Or(c...)), append(weights, 1+random.IntN(5))
			p.Soft(lits[len(lits)-1], weights[len(weights)-1])
		}
		least := -1
		for set := range 1 << len(vars) {
			if slices.ContainsFunc(hard, func(c []sat.Lit) bool { return !among(set, vars, c) }) {
				continue
			}
			cost := 0
			for i, c := range soft {
				if !among(set, vars, c) {
					cost += weights[i]
				}
			}
			if least < 0 || cost < least {
				least = cost
			}
		}
		cost, status := p.Minimise()
		if (status == sat.Satisfiable) != (least >= 0) || status == sat.Satisfiable && cost != least {
			t.Fatalf("hard %v, soft %v with %v: cost %d (status %v), want %d", hard, soft, weights, cost, status, least)
		}
		if status != sat.Satisfiable {
			continue
		}
		found := 0
		for i, l := range lits {
			if !p.Holds(l) {
				found += weights[i]
			}
		}
		if found != least {
			t.Fatalf("hard %v, soft %v with %v: an assignment of cost %d, want %d", hard, soft, weights, found, least)
		}
	}
}

// pigeons returns clauses that put n+1 pigeons into n holes, one in each.
// Resolution needs exponential time to refute them.
func pigeons(s *sat.Solver, n int) {
	in := make([][]sat.Lit, n+1)
	for i := range in {
		in[i] = variables(s, n)
		s.AddClause(in[i]...)
		for j := range i {
			for hole := range n {
				s.AddClause(in[i][hole].Not(), in[j][hole].Not())
			}
		}
	}
}

func TestSolveStopsAtItsLimit(t *testing.T) {
	const steps = 200_000
	limit := sat.NewLimit(t.Context(), steps)
	s := sat.NewSolver(limit)
	pigeons(s, 12)
	if status := s.Solve(); status != sat.Unknown || !limit.Reached() {
		t.Errorf("status %v", status)
	}
	p := sat.NewProblem(sat.NewLimit(t.Context(), steps))
	pigeons(p.Solver, 12)
	if _, status := p.Minimise(); status != sat.Unknown {
		t.Errorf("status %v of a problem", status)
	}
	s = sat.NewSolver(sat.NewLimit(t.Context(), plenty))
	pigeons(s, 5)
	if status := s.Solve(); status != sat.Unsatisfiable {
		t.Errorf("status %v of few pigeons", status)
	}
}

func TestSolveStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	limit := sat.NewLimit(ctx, 1<<60)
	s := sat.NewSolver(limit)
	pigeons(s, 12)
	cancel()
	if status := s.Solve(); status != sat.Unknown || !limit.Reached() {
		t.Errorf("status %v", status)
	}
}
