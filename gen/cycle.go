package gen

import (
	"slices"

	"github.com/qapi-go/qapi-gen/model"
)

// cyclicMembers returns the mandatory members through which an object contains
// itself. No value satisfies such a type. The schema language allows it, but Go
// does not.
func cyclicMembers(definitions []model.Definition) map[*model.Member]bool {
	c := cycles{
		index:     map[model.Object]int{},
		low:       map[model.Object]int{},
		component: map[model.Object]int{},
	}
	var objects []model.Object
	for _, d := range definitions {
		if o, ok := d.(model.Object); ok {
			objects = append(objects, o)
			if c.index[o] == 0 {
				c.visit(o)
			}
		}
	}
	cyclic := map[*model.Member]bool{}
	for _, o := range objects {
		for _, m := range o.Fields() {
			if to := contained(m); to != nil && c.component[o] == c.component[to] {
				cyclic[m] = true
			}
		}
	}
	return cyclic
}

// contained returns the object that m's field would contain by value, or nil.
// Branches and alternatives are pointers.
func contained(m *model.Member) model.Object {
	if m.Optional {
		return nil
	}
	o, _ := m.Type.(model.Object)
	return o
}

// cycles finds the strongly connected components of objects that contain each
// other, by Tarjan's algorithm.
type cycles struct {
	index, low, component map[model.Object]int // from 1
	stack                 []model.Object
	components            int
}

func (c *cycles) visit(o model.Object) {
	n := len(c.index) + 1
	c.index[o], c.low[o] = n, n
	c.stack = append(c.stack, o)
	for _, m := range o.Fields() {
		to := contained(m)
		switch {
		case to == nil:
		case c.index[to] == 0:
			c.visit(to)
			c.low[o] = min(c.low[o], c.low[to])
		case c.component[to] == 0:
			c.low[o] = min(c.low[o], c.index[to])
		}
	}
	if c.low[o] < n {
		return
	}
	c.components++
	start := slices.Index(c.stack, o)
	for _, member := range c.stack[start:] {
		c.component[member] = c.components
	}
	c.stack = c.stack[:start]
}
