package check

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/internal/conditions"
	"github.com/qapi-go/qapi-gen/internal/sat"
)

// solve decides for each name, by number, whether it was defined. It minimises
// the number of observations that contradict the choice (weighted MaxSAT), and
// then the number of contradicted observations that something is present: a
// server cannot have what it was built without. Observations aside count last.
// Where a choice makes no difference, names are left undefined, first names
// first.
//
// Components, which share no name, are solved one by one, small ones first.
// open has the names of the components for which the steps did not suffice. For
// these the choice is the best that was found.
func (p *problem) solve(ctx context.Context, steps int) (defined []bool, open []int) {
	unit := 1
	for _, c := range p.clauses {
		unit += c.holds + c.failed
	}
	defined = make([]bool, len(p.uses))
	limit, turns := sat.NewLimit(ctx, steps), descendSteps
	for _, clauses := range p.components() {
		c := newComponent(clauses, unit)
		if !c.minimise(limit, &turns, p.list, defined) {
			open = append(open, c.names...)
		}
	}
	slices.Sort(open)
	return defined, open
}

// components groups clauses that share names. The groups are sorted, so that
// the order of observations makes no difference.
func (p *problem) components() (list [][]*clause) {
	done := map[*clause]bool{}
	for _, first := range p.clauses {
		if done[first] {
			continue
		}
		done[first] = true
		group := []*clause{first}
		for i := 0; i < len(group); i++ {
			for _, n := range group[i].names {
				for _, c := range p.uses[n] {
					if !done[c] {
						done[c] = true
						group = append(group, c)
					}
				}
			}
		}
		slices.SortFunc(group, func(a, b *clause) int { return strings.Compare(a.text, b.text) })
		list = append(list, group)
	}
	slices.SortFunc(list, func(a, b []*clause) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a[0].text, b[0].text))
	})
	return list
}

// A goal is a clause with its wanted value, and the cost of missing that.
type goal struct {
	*clause
	want    bool
	penalty int
}

// A component is a set of goals connected by shared names.
type component struct {
	goals []goal
	names []int
}

func newComponent(clauses []*clause, unit int) *component {
	c := &component{}
	for _, cl := range clauses {
		// One of the two costs is unavoidable. The penalty is the difference.
		ifFalse, ifTrue := cl.holds*(unit+1), cl.failed*unit
		c.goals = append(c.goals, goal{cl, ifFalse > ifTrue, max(ifFalse-ifTrue, ifTrue-ifFalse)})
		c.names = append(c.names, cl.names...)
	}
	slices.Sort(c.names)
	c.names = slices.Compact(c.names)
	return c
}

// minimise decides which names of the component are defined. It reports whether
// no other choice contradicts fewer observations. If the limit is reached
// first, the choice is the result of descend, which takes its steps from turns.
func (c *component) minimise(limit *sat.Limit, turns *int, names []string, defined []bool) bool {
	p := sat.NewProblem(limit)
	e := conditions.NewEncoder(p.Solver)
	for _, n := range c.names {
		e.Name(names[n])
	}
	least, status := c.countWrong(p, e)
	if status == sat.Satisfiable {
		status = c.preferences(p, e)
		for _, n := range c.names {
			defined[n] = p.Holds(e.Name(names[n]))
		}
		if status == sat.Satisfiable && c.first(p, e, names, defined) {
			return true
		}
	} else {
		c.descend(turns, defined)
	}
	c.leaveOut(defined)
	return c.wrong(defined) == least
}

// countWrong minimises the number of contradicted observations. Where two
// observations contradict each other, one is contradicted in any case and does
// not count.
func (c *component) countWrong(p *sat.Problem, e *conditions.Encoder) (least int, status sat.Status) {
	for _, g := range c.goals {
		l := e.Cond(g.cond)
		switch more := g.holds - g.failed; {
		case more > 0:
			p.Soft(l, more)
		case more < 0:
			p.Soft(l.Not(), -more)
		}
	}
	return p.Minimise()
}

// preferences chooses among the solutions of countWrong. It minimises the
// number of contradicted observations that something is present, and then that
// of contradicted observations aside. Small additional weights in one problem
// would give the same choice but take much longer, because different weights
// split the unsatisfiable cores.
func (c *component) preferences(p *sat.Problem, e *conditions.Encoder) sat.Status {
	for _, g := range c.goals {
		if g.holds > 0 {
			p.Soft(e.Cond(g.cond), g.holds)
		}
	}
	if _, status := p.Minimise(); status != sat.Satisfiable {
		return status
	}
	for _, g := range c.goals {
		switch {
		case g.aside > 0:
			p.Soft(e.Cond(g.cond), g.aside)
		case g.aside < 0:
			p.Soft(e.Cond(g.cond).Not(), -g.aside)
		}
	}
	_, status := p.Minimise()
	return status
}

// first changes defined to the first of all choices of equal cost: at the first
// name that differs, undefined comes before defined. It reports whether the
// limit sufficed.
func (c *component) first(p *sat.Problem, e *conditions.Encoder, names []string, defined []bool) bool {
	for i, n := range c.names {
		l := e.Name(names[n])
		if defined[n] {
			switch p.Solve(l.Not()) {
			case sat.Unknown:
				return false
			case sat.Satisfiable:
				for _, m := range c.names[i:] {
					defined[m] = p.Holds(e.Name(names[m]))
				}
			case sat.Unsatisfiable:
				p.AddClause(l)
				continue
			}
		}
		p.AddClause(l.Not())
	}
	return true
}

// cost returns the sum of the penalties of missed goals.
func (c *component) cost(defined []bool) (sum int) {
	for i := range c.goals {
		if g := &c.goals[i]; g.formula.holds(defined) != g.want {
			sum += g.penalty
		}
	}
	return sum
}

// wrong returns the number that countWrong minimises.
func (c *component) wrong(defined []bool) (sum int) {
	for i := range c.goals {
		g := &c.goals[i]
		if more := g.holds - g.failed; g.formula.holds(defined) != (more > 0) {
			sum += max(more, -more)
		}
	}
	return sum
}

// leaveOut makes names undefined, one after the other, as long as that does not
// raise the cost.
func (c *component) leaveOut(defined []bool) {
	uses := c.uses()
	for again := true; again; {
		again = false
		for _, n := range c.names {
			if defined[n] && c.change(uses[n], defined, n) <= 0 {
				defined[n], again = false, true
			}
		}
	}
}
