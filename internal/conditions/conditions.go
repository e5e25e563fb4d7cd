// Package conditions encodes the "if" conditions of a schema for package sat.
package conditions

import (
	"github.com/qapi-go/qapi-gen/internal/sat"
	"github.com/qapi-go/qapi-gen/model"
)

// An Encoder encodes conditions as literals of a solver.
type Encoder struct {
	solver *sat.Solver
	names  map[string]sat.Lit
}

// NewEncoder returns an encoder without names.
func NewEncoder(s *sat.Solver) *Encoder { return &Encoder{solver: s, names: map[string]sat.Lit{}} }

// Name returns the literal that is true if name is defined.
func (e *Encoder) Name(name string) sat.Lit {
	l, known := e.names[name]
	if !known {
		l = e.solver.NewVariable()
		e.names[name] = l
	}
	return l
}

// Cond returns the literal that is true if c holds.
func (e *Encoder) Cond(c *model.Cond) sat.Lit {
	if c == nil {
		return sat.True
	}
	switch c.Op {
	case model.CondNot:
		return e.Cond(c.Operands[0]).Not()
	case model.CondAll:
		return e.solver.And(e.operands(c)...)
	case model.CondAny:
		return e.solver.Or(e.operands(c)...)
	default:
		return e.Name(c.Name)
	}
}

func (e *Encoder) operands(c *model.Cond) []sat.Lit {
	lits := make([]sat.Lit, len(c.Operands))
	for i, o := range c.Operands {
		lits[i] = e.Cond(o)
	}
	return lits
}

// Follows reports whether from implies to. If the limit is reached first, sure
// is false.
func Follows(limit *sat.Limit, from, to *model.Cond) (follows, sure bool) {
	solver := sat.NewSolver(limit)
	e := NewEncoder(solver)
	status := solver.Solve(e.Cond(from), e.Cond(to).Not())
	return status == sat.Unsatisfiable, status != sat.Unknown
}
