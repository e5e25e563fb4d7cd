package sat

import (
	"cmp"
	"container/heap"
	"slices"
)

// restartUnit is the number of conflicts that a term of the Luby sequence
// stands for.
const restartUnit = 64

// Solve searches an assignment in which all clauses and all assumptions are
// true.
func (s *Solver) Solve(assumptions ...Lit) Status {
	s.undo(0)
	s.core = nil
	for restarts := 1; !s.unsat; restarts++ {
		if status := s.search(assumptions, restartUnit*luby(restarts)); status != Unknown {
			return status
		}
		if s.limit.Reached() {
			return Unknown
		}
		s.undo(0)
	}
	return Unsatisfiable
}

// search returns Unknown after a number of conflicts, or when the limit is
// reached.
func (s *Solver) search(assumptions []Lit, conflicts int) Status {
	for {
		conflict := s.propagate()
		switch {
		case s.limit.Reached():
			return Unknown
		case conflict != nil && len(s.starts) == 0:
			s.unsat = true
			return Unsatisfiable
		case conflict != nil:
			s.learn(conflict)
			if conflicts--; conflicts < 0 {
				return Unknown
			}
		default:
			next, status := s.next(assumptions)
			if status != Unknown {
				return status
			}
			s.starts = append(s.starts, len(s.trail))
			if s.value[next] == 0 { // otherwise the assumption is true already
				s.assign(next, nil)
			}
		}
	}
}

// next returns the literal to decide: an assumption, or a literal of the most
// active variable.
func (s *Solver) next(assumptions []Lit) (Lit, Status) {
	if at := len(s.starts); at < len(assumptions) {
		l := assumptions[at]
		if s.value[l] < 0 {
			s.core = s.assumed(l)
			return 0, Unsatisfiable
		}
		return l, Unknown
	}
	for s.order.Len() > 0 {
		v := heap.Pop(&s.order).(int)
		l := Lit(2 * v)
		if s.value[l] != 0 {
			continue
		}
		if !s.positive[v] {
			l = l.Not()
		}
		return l, Unknown
	}
	s.model = slices.Clone(s.value)
	return 0, Satisfiable
}

func (s *Solver) assign(l Lit, reason *clause) {
	s.value[l], s.value[l.Not()] = 1, -1
	v := l.variable()
	s.level[v], s.reason[v] = len(s.starts), reason
	s.trail = append(s.trail, l)
}

// undo reverts all decisions above a level.
func (s *Solver) undo(level int) {
	if len(s.starts) <= level {
		return
	}
	from := s.starts[level]
	for _, l := range s.trail[from:] {
		v := l.variable()
		s.value[l], s.value[l.Not()] = 0, 0
		s.positive[v] = l&1 == 0
		if s.order.at[v] < 0 {
			heap.Push(&s.order, v)
		}
	}
	s.trail, s.starts, s.head = s.trail[:from], s.starts[:level], from
}

// propagate assigns the literals that follow from clauses with one unassigned
// literal. It returns a clause whose literals are all false, or nil.
func (s *Solver) propagate() *clause {
	for s.head < len(s.trail) {
		l := s.trail[s.head]
		s.head++
		watchers := s.watches[l]
		s.limit.Spend(1 + len(watchers))
		kept := watchers[:0]
		for i, w := range watchers {
			c := w.clause
			switch {
			case c.deleted:
				continue
			case s.value[w.blocker] > 0:
				kept = append(kept, w)
				continue
			case c.lits[0] == l.Not():
				c.lits[0], c.lits[1] = c.lits[1], c.lits[0]
			}
			first := c.lits[0]
			if s.value[first] <= 0 && s.rewatch(c) {
				continue
			}
			kept = append(kept, watcher{c, first})
			switch {
			case s.value[first] < 0:
				s.watches[l] = append(kept, watchers[i+1:]...)
				s.head = len(s.trail)
				return c
			case s.value[first] == 0:
				s.assign(first, c)
			}
		}
		s.watches[l] = kept
	}
	return nil
}

// rewatch replaces the second watched literal of c by one that is not false. It
// reports whether there is one.
func (s *Solver) rewatch(c *clause) bool {
	for i := 2; i < len(c.lits); i++ {
		if l := c.lits[i]; s.value[l] >= 0 {
			s.limit.Spend(i / 8)
			c.lits[1], c.lits[i] = l, c.lits[1]
			s.watches[l.Not()] = append(s.watches[l.Not()], watcher{c, c.lits[0]})
			return true
		}
	}
	s.limit.Spend(len(c.lits) / 8)
	return false
}

// luby returns the i-th term of the sequence 1 1 2 1 1 2 4 ..., counted from 1.
func luby(i int) int {
	for size := 1; ; size = 2*size + 1 {
		switch {
		case size == i:
			return (size + 1) / 2
		case size > i:
			return luby(i - size/2)
		}
	}
}

// forget removes the worse half of the learned clauses if there are many.
func (s *Solver) forget() {
	if len(s.learned) < s.maxLearned {
		return
	}
	s.maxLearned += s.maxLearned / 10
	s.limit.Spend(len(s.learned))
	slices.SortStableFunc(s.learned, func(a, b *clause) int { return cmp.Compare(a.lbd, b.lbd) })
	kept := s.learned[:len(s.learned)/2]
	for _, c := range s.learned[len(kept):] {
		if c.lbd <= 2 || s.reason[c.lits[0].variable()] == c {
			kept = append(kept, c)
		} else {
			c.lits, c.deleted = nil, true // propagate removes the watchers
		}
	}
	clear(s.learned[len(kept):])
	s.learned = kept
}
