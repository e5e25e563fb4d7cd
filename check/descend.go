package check

// descendSteps bounds all searches for a good choice together. A step evaluates
// one operand of a condition. The searches take a fraction of a second, so they
// need no deadline.
const descendSteps = 20_000_000

// descend changes defined to a choice of low cost by tabu search. It starts
// with no name defined. In each round it inverts the name that lowers the cost
// most, or raises it least. An inverted name then stays as it is for some
// rounds.
func (c *component) descend(steps *int, defined []bool) {
	const rounds, stay = 2000, 7
	uses, sizes := c.uses(), c.sizes()
	for _, n := range c.names {
		defined[n] = false
	}
	now := c.cost(defined)
	best, least := c.pick(defined), now
	free := make(map[int]int, len(c.names)) // the round from which a name may be inverted again
	for round := 0; round < rounds && *steps > 0; round++ {
		turn, change := -1, 0
		for _, n := range c.names {
			*steps -= sizes[n]
			d := c.change(uses[n], defined, n)
			if (free[n] <= round || now+d < least) && (turn < 0 || d < change) {
				turn, change = n, d
			}
		}
		if turn < 0 {
			continue // all names have to stay for now
		}
		defined[turn] = !defined[turn]
		free[turn] = round + stay + round%5
		if now += change; now < least {
			best, least = c.pick(defined), now
		}
	}
	for i, n := range c.names {
		defined[n] = best[i]
	}
}

// pick returns the component's part of defined.
func (c *component) pick(defined []bool) []bool {
	out := make([]bool, len(c.names))
	for i, n := range c.names {
		out[i] = defined[n]
	}
	return out
}

// uses returns the goals in which each name occurs.
func (c *component) uses() map[int][]*goal {
	uses := map[int][]*goal{}
	for i := range c.goals {
		for _, n := range c.goals[i].names {
			uses[n] = append(uses[n], &c.goals[i])
		}
	}
	return uses
}

// sizes returns for each name the maximum number of steps that change takes.
func (c *component) sizes() map[int]int {
	sizes := map[int]int{}
	for i := range c.goals {
		size := c.goals[i].formula.size()
		for _, n := range c.goals[i].names {
			sizes[n] += 2 * size
		}
	}
	return sizes
}

// change returns what inverting name adds to the cost. goals are those in which
// name occurs.
func (c *component) change(goals []*goal, defined []bool, name int) (sum int) {
	for _, turned := range []bool{false, true} {
		if turned {
			defined[name] = !defined[name]
			sum = -sum
		}
		for _, g := range goals {
			if g.formula.holds(defined) != g.want {
				sum += g.penalty
			}
		}
	}
	defined[name] = !defined[name]
	return sum
}
