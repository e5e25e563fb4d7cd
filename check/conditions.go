package check

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/qapi-go/qapi-gen/model"
)

// Conditions are the names in the schema's conditions, sorted by what a
// server's document shows about them. Each list is in alphabetical order.
type Conditions struct {
	// Defined are the names that must be defined, Undefined those that must
	// not.
	Defined, Undefined []string
	// Either are the names that make no difference: if all others stay as they
	// are, the server's document is the same whether such a name is defined or
	// not. They are not in the other lists.
	Either []string
	// Open are the names for which the search for the fewest differences did
	// not finish. They are also in the other lists, as in the best choice
	// found.
	Open []string
	// Choices are the names in Defined that others can replace, in the order of
	// Defined.
	Choices []Choice
}

// A Choice is a defined name that any one of the others can replace: the
// server's document would be the same.
type Choice struct {
	Name   string
	Others []string // sorted; each is in Undefined or in Either
}

// Has reports whether name is in Defined.
func (c *Conditions) Has(name string) bool {
	_, found := slices.BinarySearch(c.Defined, name)
	return found
}

// Write writes a file for --define-file: the defined names, one a line, and the
// others as comments.
func (c *Conditions) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	section := func(title, prefix string, names []string) {
		if len(names) == 0 {
			return
		}
		_, _ = fmt.Fprintf(out, "# %s\n", title) // the buffer keeps the error
		for _, n := range names {
			_, _ = fmt.Fprintf(out, "%s%s\n", prefix, n)
		}
	}
	section("Defined:", "", c.Defined)
	section("Not defined:", "#   ", c.Undefined)
	for _, choice := range c.Choices {
		section("In place of "+choice.Name+" any of these would do; the server would say the same:", "#   ", choice.Others)
	}
	section("Not worked out to the end; with another choice among these, fewer differences may remain:", "#   ", c.Open)
	section("These don't matter; the server would say the same either way:", "#   ", c.Either)
	return out.Flush()
}

// workOut determines the names under which the fewest observations are
// contradicted. The search ends after steps, or when ctx does.
func workOut(ctx context.Context, seen []observation, names []string, steps int) *Conditions {
	p := newProblem(names)
	for _, o := range seen {
		p.observe(o)
	}
	defined, open := p.solve(ctx, steps)
	c := &Conditions{}
	for _, n := range open {
		c.Open = append(c.Open, names[n])
	}
	for i, name := range names {
		switch {
		case p.same(defined, i):
			c.Either = append(c.Either, name)
		case defined[i]:
			c.Defined = append(c.Defined, name)
			if others := p.inPlaceOf(i, defined); len(others) > 0 {
				choice := Choice{Name: name}
				for _, o := range others {
					choice.Others = append(choice.Others, names[o])
				}
				c.Choices = append(c.Choices, choice)
			}
		default:
			c.Undefined = append(c.Undefined, name)
		}
	}
	return c
}

// A problem is the question which names are defined, given how often each
// condition was seen to hold and not to hold.
type problem struct {
	list    []string
	names   map[string]int
	clauses []*clause
	byText  map[string]*clause
	uses    [][]*clause // by name
}

// A clause is a condition and its observations: how often it held and failed.
// aside is the difference of both among the observations aside.
type clause struct {
	text          string
	cond          *model.Cond
	formula       *formula
	names         []int // sorted
	holds, failed int
	aside         int
}

// A formula is a model.Cond with names replaced by their numbers.
type formula struct {
	op       model.CondOp
	name     int
	operands []*formula
}

func newProblem(names []string) *problem {
	p := &problem{list: names, names: map[string]int{}, byText: map[string]*clause{}, uses: make([][]*clause, len(names))}
	for i, n := range names {
		p.names[n] = i
	}
	return p
}

func (p *problem) observe(o observation) {
	text := o.cond.String()
	c := p.byText[text]
	if c == nil {
		c = &clause{text: text, cond: o.cond}
		c.formula = p.compile(o.cond, c)
		slices.Sort(c.names)
		c.names = slices.Compact(c.names)
		p.byText[text] = c
		p.clauses = append(p.clauses, c)
		for _, n := range c.names {
			p.uses[n] = append(p.uses[n], c)
		}
	}
	switch {
	case o.aside && o.present:
		c.aside++
	case o.aside:
		c.aside--
	case o.present:
		c.holds++
	default:
		c.failed++
	}
}

func (p *problem) compile(cond *model.Cond, c *clause) *formula {
	f := &formula{op: cond.Op}
	if cond.Op == model.CondName {
		f.name = p.names[cond.Name]
		c.names = append(c.names, f.name)
	}
	for _, o := range cond.Operands {
		f.operands = append(f.operands, p.compile(o, c))
	}
	return f
}

// inPlaceOf returns the undefined names that can each replace the defined name,
// sorted.
func (p *problem) inPlaceOf(name int, defined []bool) (others []int) {
	for _, c := range p.uses[name] {
		for _, o := range c.names {
			if !defined[o] && p.same(defined, name, o) {
				others = append(others, o)
			}
		}
	}
	slices.Sort(others)
	return slices.Compact(others)
}

// same reports whether every condition keeps its value when each of names is
// inverted.
func (p *problem) same(defined []bool, names ...int) bool {
	flip := func() {
		for _, n := range names {
			defined[n] = !defined[n]
		}
	}
	for _, n := range names {
		for _, c := range p.uses[n] {
			before := c.formula.holds(defined)
			flip()
			after := c.formula.holds(defined)
			flip()
			if before != after {
				return false
			}
		}
	}
	return true
}

// size counts the names and operators in f.
func (f *formula) size() int {
	size := 1
	for _, o := range f.operands {
		size += o.size()
	}
	return size
}

func (f *formula) holds(defined []bool) bool {
	switch f.op {
	case model.CondNot:
		return !f.operands[0].holds(defined)
	case model.CondAll, model.CondAny:
		for _, o := range f.operands {
			if o.holds(defined) == (f.op == model.CondAny) {
				return f.op == model.CondAny
			}
		}
		return f.op == model.CondAll
	default:
		return defined[f.name]
	}
}
