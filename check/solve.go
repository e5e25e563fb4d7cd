package check

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// solve gives the names to define, by number: those under which as few
// observations as can be are wrong. What is there without its condition counts
// a little more than what is missing, since a server cannot have what it was
// built without. Of the names that could be left out, the first are.
//
// Conditions that share no name, not even by way of others, are solved apart.
func (p *problem) solve() []bool {
	unit := 1
	for _, c := range p.clauses {
		unit += c.holds + c.failed
	}
	defined := make([]bool, len(p.uses))
	for _, clauses := range p.components() {
		s := newSearch(clauses, unit, len(p.uses))
		s.run()
		for _, n := range s.names {
			defined[n] = s.best[n] > 0
		}
		for s.leaveOut(defined) {
			// One name left out may make another needless.
		}
	}
	return defined
}

// leaveOut leaves out the names that can be, one after the other, and reports
// whether there were any.
func (s *search) leaveOut(defined []bool) (left bool) {
	for _, n := range s.names {
		if !defined[n] {
			continue
		}
		defined[n] = false
		if s.cost(func(f *formula) bool { return f.holds(defined) }) > s.bestCost {
			defined[n] = true
		} else {
			left = true
		}
	}
	return left
}

// components are the clauses by what they share. They are sorted, so that of
// equal solutions the same is found in whatever order things were seen.
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
	return list
}

// A truth is what is known of a name or a formula: 1 that it is true, -1 that
// it is false, 0 nothing.
type truth int8

func truthOf(b bool) truth {
	if b {
		return 1
	}
	return -1
}

// A goal is a clause that ought to have a truth, at the price of penalty.
type goal struct {
	*clause
	want    truth
	penalty int
}

// A search finds an assignment of truths to names for which the penalties of
// the goals missed are least, by branch and bound. It is exact.
type search struct {
	goals []goal
	names []int
	truth []truth // by name

	best     []truth
	bestCost int

	limit int // what an assignment may not cost yet
	next  int // what the cheapest of those given up costs at least
}

func newSearch(clauses []*clause, unit, names int) *search {
	s := &search{truth: make([]truth, names), best: make([]truth, names), bestCost: 1}
	for _, c := range clauses {
		// The cheaper of the two mistakes is unavoidable.
		ifFalse, ifTrue := c.holds*(unit+1), c.failed*unit
		s.goals = append(s.goals, goal{c, truthOf(ifFalse > ifTrue), max(ifFalse-ifTrue, ifTrue-ifFalse)})
		s.bestCost += max(ifFalse-ifTrue, ifTrue-ifFalse)
		s.names = append(s.names, c.names...)
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s
}

// cost is the sum of the penalties.
func (s *search) cost(holds func(*formula) bool) (sum int) {
	for i := range s.goals {
		if g := &s.goals[i]; truthOf(holds(g.formula)) != g.want {
			sum += g.penalty
		}
	}
	return sum
}

// run looks for an assignment without penalty first, and then allows for as
// much as the cheapest of those that it gave up would cost. With little
// allowed, few contradictions end each attempt.
func (s *search) run() {
	for s.limit = 1; ; s.limit = s.next + 1 {
		s.next = s.bestCost
		s.try()
		if s.next >= s.bestCost {
			return
		}
	}
}

// try tries all assignments that agree with s.truth and cost less than the
// limit and the best so far.
func (s *search) try() {
	missed, open := 0, []int{}
	for i := range s.goals {
		switch s.goals[i].formula.truth(s.truth) {
		case s.goals[i].want:
		case 0:
			open = append(open, i)
		default:
			missed += s.goals[i].penalty
		}
	}
	least, guess := s.bound(open, min(s.limit, s.bestCost)-missed)
	if guess != nil {
		if cost := s.cost(func(f *formula) bool { return f.truth(guess) > 0 }); cost < s.bestCost {
			s.best, s.bestCost = guess, cost
		}
	}
	if missed+least >= min(s.limit, s.bestCost) {
		s.next = min(s.next, missed+least)
		return
	}
	name := s.pick(open)
	for _, t := range []truth{guess[name], -guess[name]} {
		s.truth[name] = t
		s.try()
	}
	s.truth[name] = 0
}

// pick chooses the name to decide next: one of the goal with the fewest names
// to decide.
func (s *search) pick(open []int) int {
	best, fewest := -1, 0
	for _, i := range open {
		undecided, first := 0, -1
		for _, n := range s.goals[i].names {
			if s.truth[n] == 0 {
				undecided++
				if first < 0 {
					first = n
				}
			}
		}
		if best < 0 || undecided < fewest {
			best, fewest = first, undecided
		}
	}
	return best
}

// bound gives a sum of penalties that cannot be avoided among the open goals,
// and a guess that tries to avoid the rest. It stops at limit.
//
// It follows what goals imply about names until one is missed. That goal and
// those that led there cannot all be reached, so that the least of their
// penalties is certain; without these goals it starts again.
func (s *search) bound(open []int, limit int) (least int, guess []truth) {
	open = slices.Clone(open)
	for {
		p := &propagation{search: s, truth: slices.Clone(s.truth), because: map[int]int{}}
		missed := p.follow(open)
		if missed < 0 {
			return least, p.complete()
		}
		core := p.core(missed)
		penalty := s.goals[missed].penalty
		for i := range core {
			penalty = min(penalty, s.goals[i].penalty)
		}
		if least += penalty; least >= limit {
			return least, nil
		}
		open = slices.DeleteFunc(open, func(i int) bool { return core[i] })
	}
}

// A propagation is what goals imply about names.
type propagation struct {
	*search
	truth   []truth
	because map[int]int // the goal that implied a name
}

// follow returns a goal that the others rule out, -1 if none is.
func (p *propagation) follow(open []int) int {
	for more := true; more; {
		more = false
		for _, i := range open {
			g := &p.goals[i]
			switch g.formula.truth(p.truth) {
			case g.want:
			case 0:
				g.formula.imply(g.want, p.truth, func(name int, t truth) {
					if p.truth[name] == 0 {
						p.truth[name], p.because[name] = t, i
						more = true
					}
				})
			default:
				return i
			}
		}
	}
	return -1
}

// core is the goals that together imply that one is missed, itself included.
func (p *propagation) core(missed int) map[int]bool {
	core, todo := map[int]bool{missed: true}, []int{missed}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, n := range p.goals[todo[0]].names {
			if i, implied := p.because[n]; implied && !core[i] {
				core[i] = true
				todo = append(todo, i)
			}
		}
	}
	return core
}

// complete leaves out the names that nothing is implied about.
func (p *propagation) complete() []truth {
	for _, n := range p.names {
		if p.truth[n] == 0 {
			p.truth[n] = -1
		}
	}
	return p.truth
}

// truth evaluates f as far as names are known.
func (f *formula) truth(names []truth) truth {
	switch f.op {
	case model.CondNot:
		return -f.operands[0].truth(names)
	case model.CondAll, model.CondAny:
		decisive := truthOf(f.op == model.CondAny)
		result := -decisive
		for _, o := range f.operands {
			switch o.truth(names) {
			case decisive:
				return decisive
			case 0:
				result = 0
			}
		}
		return result
	default:
		return names[f.name]
	}
}

// imply tells what must be true of names for f to have a truth, if it has none
// yet. It may not see all that follows.
func (f *formula) imply(want truth, names []truth, tell func(name int, t truth)) {
	if f.truth(names) != 0 {
		return // by what was told of an operand before
	}
	switch f.op {
	case model.CondNot:
		f.operands[0].imply(-want, names, tell)
	case model.CondAll, model.CondAny:
		var open []*formula
		for _, o := range f.operands {
			if o.truth(names) == 0 {
				open = append(open, o)
			}
		}
		if alone := want == truthOf(f.op == model.CondAny); alone && len(open) != 1 {
			return
		}
		for _, o := range open {
			o.imply(want, names, tell)
		}
	default:
		tell(f.name, want)
	}
}
