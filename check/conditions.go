package check

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"github.com/qapi-go/qapi-gen/model"
)

// Conditions are the names that the schema's conditions use, as worked out
// from a server's document. Each list is sorted.
type Conditions struct {
	// Defined are the names that are to be defined, and Undefined those
	// that must not be.
	Defined, Undefined []string
	// Either are the names that don't matter: with the others as they are,
	// the server's document is the same whether one is defined or not. They
	// are not in the other lists.
	Either []string
}

// Has reports whether name is among those to be defined.
func (c *Conditions) Has(name string) bool {
	_, found := slices.BinarySearch(c.Defined, name)
	return found
}

// Write writes a file for --define-file: the names defined, one a line, and
// the others as comments.
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
	section("These don't matter; the server would say the same either way:", "#   ", c.Either)
	return out.Flush()
}

// workOut finds the names under which the observations hold, with as few
// exceptions as there can be.
func workOut(seen []observation, names []string) *Conditions {
	p := newProblem(names)
	for _, o := range seen {
		p.observe(o.cond, o.present)
	}
	defined := p.solve()
	c := &Conditions{}
	for i, name := range names {
		switch {
		case p.indifferent(i, defined):
			c.Either = append(c.Either, name)
		case defined[i]:
			c.Defined = append(c.Defined, name)
		default:
			c.Undefined = append(c.Undefined, name)
		}
	}
	return c
}

// A problem is which of the names to define, so that the conditions are true
// and false as was seen.
type problem struct {
	names   map[string]int
	clauses []*clause
	byText  map[string]*clause
	uses    [][]*clause // by name
}

// A clause is a condition and how often it was seen to hold and not to.
type clause struct {
	text          string
	formula       *formula
	names         []int // sorted
	holds, failed int
}

// A formula is a model.Cond with the numbers of names.
type formula struct {
	op       model.CondOp
	name     int
	operands []*formula
}

func newProblem(names []string) *problem {
	p := &problem{names: map[string]int{}, byText: map[string]*clause{}, uses: make([][]*clause, len(names))}
	for i, n := range names {
		p.names[n] = i
	}
	return p
}

func (p *problem) observe(cond *model.Cond, holds bool) {
	text := cond.String()
	c := p.byText[text]
	if c == nil {
		c = &clause{text: text}
		c.formula = p.compile(cond, c)
		slices.Sort(c.names)
		c.names = slices.Compact(c.names)
		p.byText[text] = c
		p.clauses = append(p.clauses, c)
		for _, n := range c.names {
			p.uses[n] = append(p.uses[n], c)
		}
	}
	if holds {
		c.holds++
	} else {
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

// indifferent reports whether no condition depends on a name, if the others
// are as given.
func (p *problem) indifferent(name int, defined []bool) bool {
	for _, c := range p.uses[name] {
		before := c.formula.holds(defined)
		defined[name] = !defined[name]
		after := c.formula.holds(defined)
		defined[name] = !defined[name]
		if before != after {
			return false
		}
	}
	return true
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
