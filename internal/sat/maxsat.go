package sat

import "slices"

// A Problem is a Solver with soft literals. If a soft literal is false, the
// assignment costs its weight.
type Problem struct {
	*Solver
	soft   []Lit // soft literals in the order of their first mention
	weight map[Lit]int
	cost   int // lower bound of the cost of every assignment
}

// NewProblem returns a problem without clauses and soft literals.
func NewProblem(limit *Limit) *Problem {
	return &Problem{Solver: NewSolver(limit), weight: map[Lit]int{}}
}

// Soft adds weight, which must be positive, to the cost of l being false.
func (p *Problem) Soft(l Lit, weight int) {
	if _, known := p.weight[l]; !known {
		p.soft = append(p.soft, l)
	}
	p.weight[l] += weight
}

// Minimise finds an assignment of the least cost that satisfies all clauses. It
// returns Unknown at the limit. After Satisfiable, the problem admits only
// assignments of that cost: Solve chooses among them, and so does Minimise for
// soft literals that are added later.
//
// The cost is a lower bound that grows. Each round assumes all soft literals.
// Those of an unsatisfiable core cannot all be true, so the least weight among
// them is added to the cost. relax replaces them by weaker ones.
func (p *Problem) Minimise() (cost int, status Status) {
	for {
		switch p.Solve(p.soft...) {
		case Unknown:
			return p.cost, Unknown
		case Satisfiable:
			for _, l := range p.soft {
				p.AddClause(l)
			}
			cost, p.cost = p.cost, 0
			p.soft, p.weight = nil, map[Lit]int{}
			return cost, Satisfiable
		case Unsatisfiable:
			core := p.Core()
			if len(core) == 0 {
				return p.cost, Unsatisfiable
			}
			p.relax(p.shrink(core))
		}
	}
}

// shrink removes literals from a core as long as that is cheap. The rest is
// still a core.
func (p *Problem) shrink(core []Lit) []Lit {
	const stepsEach = 20_000
	for i := 0; i < len(core) && !p.limit.Reached(); {
		p.limit.Spend(len(core))
		without := slices.Delete(slices.Clone(core), i, i+1)
		status := Unknown
		p.within(stepsEach, func() { status = p.Solve(without...) })
		if status != Unsatisfiable {
			i++ // the literal is needed, or finding out takes too long
			continue
		}
		smaller := p.Core()
		gone := func(l Lit) bool { return !slices.Contains(smaller, l) }
		tried := slices.DeleteFunc(without[:i:i], gone)
		core = append(tried, slices.DeleteFunc(without[i:], gone)...)
		i = len(tried)
	}
	return core
}

// within calls f with a limit of at most steps.
func (p *Problem) within(steps int, f func()) {
	whole := p.limit
	p.limit = whole.Part(steps)
	f()
	p.limit = whole
}

// relax adds the least weight in a core to the cost. It replaces the literals
// b1 ... bn by n-1 others: for each i, bi or all that follow it (maximum
// resolution). If k of the core's literals are false, k-1 of the new ones are.
func (p *Problem) relax(core []Lit) {
	weight := p.weight[core[0]]
	for _, l := range core {
		weight = min(weight, p.weight[l])
	}
	p.cost += weight
	for _, l := range core {
		p.weight[l] -= weight
	}
	p.soft = slices.DeleteFunc(p.soft, func(l Lit) bool {
		gone := p.weight[l] == 0
		if gone {
			delete(p.weight, l)
		}
		return gone
	})
	rest := core[len(core)-1]
	for i := len(core) - 2; i >= 0; i-- {
		p.Soft(p.Or(core[i], rest), weight)
		rest = p.And(core[i], rest)
	}
	negated := make([]Lit, len(core))
	for i, l := range core {
		negated[i] = l.Not()
	}
	p.AddClause(negated...)
}
