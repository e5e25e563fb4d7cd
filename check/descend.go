package check

// descendSteps bounds the searches for a good choice, all together. A step is an
// operand of a condition evaluated. They take a fraction of a second, and so
// need no deadline.
const descendSteps = 20_000_000

// descend changes defined to a choice of little cost (tabu search): it turns
// the name that lowers the cost most, or raises it least, again and again. A
// name that was turned stays so for a while. It begins with no name defined.
func (c *component) descend(steps *int, defined []bool) {
	const rounds, stay = 2000, 7
	uses, sizes := c.uses(), c.sizes()
	for _, n := range c.names {
		defined[n] = false
	}
	now := c.cost(defined)
	best, least := c.pick(defined), now
	free := make(map[int]int, len(c.names)) // the round from which a name may be turned
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
			continue // all have to stay, until the next round or one after it
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

// pick is the part of defined that is the component's.
func (c *component) pick(defined []bool) []bool {
	out := make([]bool, len(c.names))
	for i, n := range c.names {
		out[i] = defined[n]
	}
	return out
}

// uses are the goals by the names in them.
func (c *component) uses() map[int][]*goal {
	uses := map[int][]*goal{}
	for i := range c.goals {
		for _, n := range c.goals[i].names {
			uses[n] = append(uses[n], &c.goals[i])
		}
	}
	return uses
}

// sizes are what it takes at most to evaluate the goals of a name, by name.
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

// change is what turning a name, which goals depend on, adds to the cost.
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
