package sat

// learn adds the clause learned from a conflict, and returns to the level at
// which it has one unassigned literal.
func (s *Solver) learn(conflict *clause) {
	lits, level := s.analyse(conflict)
	s.order.bump *= 1 / 0.95
	c := &clause{lits: lits, lbd: s.levels(lits)}
	s.undo(level)
	if len(lits) == 1 {
		s.assign(lits[0], nil)
		return
	}
	s.watch(c)
	s.assign(lits[0], c)
	s.learned = append(s.learned, c)
	s.forget()
}

// analyse resolves a conflict with the reasons of its level's literals until
// one of these is left (first unique implication point). That literal is the
// first of lits. The second has the highest level among the others.
func (s *Solver) analyse(conflict *clause) (lits []Lit, level int) {
	lits = []Lit{0} // room for the first
	marked := []int{}
	open, at := 0, len(s.trail)
	current := len(s.starts)
	for c := conflict; ; {
		s.limit.Spend(1 + len(c.lits)/4)
		for _, l := range c.lits {
			v := l.variable()
			if s.seen[v] || s.level[v] == 0 || s.value[l] > 0 {
				continue
			}
			s.seen[v] = true
			marked = append(marked, v)
			s.order.raise(v)
			if s.level[v] == current {
				open++
			} else {
				lits = append(lits, l)
			}
		}
		for at--; !s.seen[s.trail[at].variable()]; at-- {
		}
		if open--; open == 0 {
			lits[0] = s.trail[at].Not()
			break
		}
		c = s.reason[s.trail[at].variable()]
	}
	lits = s.minimise(lits)
	for _, v := range marked {
		s.seen[v] = false
	}
	for i := 1; i < len(lits); i++ {
		if l := s.level[lits[i].variable()]; l > level {
			level = l
			lits[1], lits[i] = lits[i], lits[1]
		}
	}
	return lits, level
}

// minimise removes literals that the others imply by one clause.
func (s *Solver) minimise(lits []Lit) []Lit {
	kept := lits[:1]
	for _, l := range lits[1:] {
		if !s.implied(l) {
			kept = append(kept, l)
		}
	}
	return kept
}

func (s *Solver) implied(l Lit) bool {
	c := s.reason[l.variable()]
	if c == nil {
		return false
	}
	s.limit.Spend(len(c.lits) / 8)
	for _, k := range c.lits {
		if v := k.variable(); v != l.variable() && !s.seen[v] && s.level[v] > 0 {
			return false
		}
	}
	return true
}

// levels counts the decision levels of lits.
func (s *Solver) levels(lits []Lit) int {
	distinct := map[int]bool{}
	for _, l := range lits {
		distinct[s.level[l.variable()]] = true
	}
	return len(distinct)
}

// assumed returns the assumptions that make the assumption l false, and l.
func (s *Solver) assumed(l Lit) []Lit {
	core := []Lit{l}
	if s.level[l.variable()] == 0 {
		return core
	}
	s.seen[l.variable()] = true
	for at := len(s.trail) - 1; at >= s.starts[0]; at-- {
		v := s.trail[at].variable()
		if !s.seen[v] {
			continue
		}
		s.seen[v] = false
		if s.reason[v] == nil {
			core = append(core, s.trail[at])
			continue
		}
		s.limit.Spend(1)
		for _, k := range s.reason[v].lits {
			if u := k.variable(); u != v && s.level[u] > 0 {
				s.seen[u] = true
			}
		}
	}
	return core
}
