package model

import "strings"

// CondOp is the operator of a Cond.
type CondOp int

// A condition is a name, or combines other conditions ("Configuring the schema").
const (
	CondName CondOp = iota
	CondAll
	CondAny
	CondNot
)

// A Cond is an "if" condition. A nil *Cond always holds.
type Cond struct {
	Op       CondOp
	Name     string  // of CondName
	Operands []*Cond // of the others; one of CondNot
}

// Holds evaluates c, asking defined for each name.
func (c *Cond) Holds(defined func(name string) bool) bool {
	if c == nil {
		return true
	}
	switch c.Op {
	case CondNot:
		return !c.Operands[0].Holds(defined)
	case CondAll, CondAny:
		for _, o := range c.Operands {
			if o.Holds(defined) == (c.Op == CondAny) {
				return c.Op == CondAny
			}
		}
		return c.Op == CondAll
	default:
		return defined(c.Name)
	}
}

// String writes c in words, such as "CONFIG_POSIX and not (CONFIG_A or CONFIG_B)".
func (c *Cond) String() string {
	if c == nil {
		return ""
	}
	switch c.Op {
	case CondNot:
		return "not " + c.Operands[0].nested()
	case CondAll, CondAny:
		words := make([]string, len(c.Operands))
		for i, o := range c.Operands {
			words[i] = o.nested()
		}
		return strings.Join(words, map[CondOp]string{CondAll: " and ", CondAny: " or "}[c.Op])
	default:
		return c.Name
	}
}

func (c *Cond) nested() string {
	if (c.Op == CondAll || c.Op == CondAny) && len(c.Operands) > 1 {
		return "(" + c.String() + ")"
	}
	return c.String()
}
