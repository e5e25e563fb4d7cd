package sat

import (
	"container/heap"
	"slices"
)

// A Lit is a variable or its negation.
type Lit int32

// The literals of a variable that every solver has and that is always true.
const (
	True  Lit = 0
	False Lit = 1
)

// Not returns the negation of l.
func (l Lit) Not() Lit { return l ^ 1 }

func (l Lit) variable() int { return int(l >> 1) }

// A Status is the result of Solve.
type Status int

// Unknown means that the limit was reached.
const (
	Unknown Status = iota
	Satisfiable
	Unsatisfiable
)

// A clause is a set of literals of which at least one must be true. The first
// two are watched.
type clause struct {
	lits []Lit
	// lbd is the number of decision levels of the clause's literals when it was
	// learned. Clauses with few levels are used often. It is 0 for a clause
	// that was not learned.
	lbd     int
	deleted bool
}

// A watcher is a clause to visit when one of its watched literals becomes
// false. If blocker, another of its literals, is true, the clause is satisfied.
type watcher struct {
	clause  *clause
	blocker Lit
}

// A Solver is a set of clauses. Its methods must not be called concurrently.
type Solver struct {
	limit *Limit

	watches  [][]watcher // by the literal that makes a watched one false
	value    []int8      // by literal: 1 true, -1 false, 0 open
	level    []int       // by variable
	reason   []*clause   // by variable; nil for decisions
	trail    []Lit       // true literals in the order of assignment
	starts   []int       // where in the trail each level starts
	head     int         // end of the propagated part of trail
	order    order
	positive []bool // by variable: its last value
	seen     []bool // by variable, in analyse; all false outside it

	learned    []*clause
	maxLearned int
	unsat      bool   // unsatisfiable without assumptions
	model      []int8 // value of the last Satisfiable
	core       []Lit
}

// NewSolver returns a solver without clauses.
func NewSolver(limit *Limit) *Solver {
	s := &Solver{limit: limit, maxLearned: 2000}
	s.order.bump = 1
	s.AddClause(s.NewVariable())
	return s
}

// NewVariable adds a variable, and returns its positive literal.
func (s *Solver) NewVariable() Lit {
	v := len(s.level)
	s.watches = append(s.watches, nil, nil)
	s.value = append(s.value, 0, 0)
	s.level = append(s.level, 0)
	s.reason = append(s.reason, nil)
	s.positive = append(s.positive, false)
	s.seen = append(s.seen, false)
	s.order.activity = append(s.order.activity, 0)
	s.order.at = append(s.order.at, -1)
	heap.Push(&s.order, v)
	return Lit(2 * v)
}

// AddClause requires that one of lits is true.
func (s *Solver) AddClause(lits ...Lit) {
	s.undo(0)
	lits = slices.Clone(lits)
	slices.Sort(lits) // puts a literal next to its negation
	kept := lits[:0]
	for i, l := range lits {
		switch {
		case s.value[l] > 0 || i > 0 && lits[i-1] == l.Not():
			return // true in any case
		case s.value[l] == 0 && (len(kept) == 0 || kept[len(kept)-1] != l):
			kept = append(kept, l)
		}
	}
	s.limit.Spend(len(lits))
	switch len(kept) {
	case 0:
		s.unsat = true
	case 1:
		s.assign(kept[0], nil)
		s.unsat = s.propagate() != nil || s.unsat
	default:
		s.watch(&clause{lits: kept})
	}
}

func (s *Solver) watch(c *clause) {
	for i := range 2 {
		l := c.lits[i].Not()
		s.watches[l] = append(s.watches[l], watcher{c, c.lits[1-i]})
	}
}

// And returns a literal that is true if and only if all of lits are.
func (s *Solver) And(lits ...Lit) Lit {
	switch len(lits) {
	case 0:
		return True
	case 1:
		return lits[0]
	}
	out := s.NewVariable()
	long := make([]Lit, 0, len(lits)+1)
	long = append(long, out)
	for _, l := range lits {
		s.AddClause(out.Not(), l)
		long = append(long, l.Not())
	}
	s.AddClause(long...)
	return out
}

// Or returns a literal that is true if and only if one of lits is.
func (s *Solver) Or(lits ...Lit) Lit {
	negated := make([]Lit, len(lits))
	for i, l := range lits {
		negated[i] = l.Not()
	}
	return s.And(negated...).Not()
}

// Holds reports whether l is true in the last assignment that Solve found.
func (s *Solver) Holds(l Lit) bool { return int(l) < len(s.model) && s.model[l] > 0 }

// Core returns a subset of the last Solve's assumptions that contradicts the
// clauses.
func (s *Solver) Core() []Lit { return s.core }
