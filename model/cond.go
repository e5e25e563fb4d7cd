package model

import (
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

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

// Holds evaluates c. It calls defined for names.
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

// String formats c in words, such as "CONFIG_POSIX and not (CONFIG_A or CONFIG_B)".
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

// cond reads the condition of obj, which is nil if the schema has only a short
// form. what describes obj in messages.
func (r *reader) cond(obj *parser.Value, what string) *Cond {
	m := member(obj, "if")
	if m == nil {
		return nil
	}
	allowed := edition.MemberConditions
	if obj == r.node.Object {
		allowed = edition.DefinitionConditions
	}
	r.requires(allowed, m)
	if m.Value.Kind == parser.Array && edition.ConditionLists.In(r.b.tree.Edition) {
		return r.condList(m.Value, what)
	}
	return r.condValue(m.Value, what)
}

func (r *reader) condValue(v *parser.Value, what string) *Cond {
	switch {
	case v.Kind == parser.String:
		return r.condString(v, what)
	case v.Kind == parser.Object && r.b.tree.Allows(edition.ConditionObjects):
		return r.condObject(v, what)
	default:
		d := r.valueErrorf(v, "the condition of %s must be a name, or an object with one of the keys %s",
			what, quotedList(condKeys.optional))
		switch v.Kind {
		case parser.Array:
			r.advise(d, edition.ConditionLists)
		case parser.Object:
			r.advise(d, edition.ConditionObjects)
		default:
		}
		return nil
	}
}

func (r *reader) condObject(v *parser.Value, what string) *Cond {
	if !r.checkKeys(v, "the condition of "+what, condKeys) {
		return nil
	}
	if len(v.Members) != 1 {
		r.errorf(v.Pos, diag.Pos{}, "the condition of %s must have exactly one of the keys %s",
			what, quotedList(condKeys.optional))
		return nil
	}
	m := &v.Members[0]
	if m.Key == "not" {
		return &Cond{Op: CondNot, Operands: []*Cond{r.condValue(m.Value, what)}}
	}
	if m.Value.Kind != parser.Array || len(m.Value.Elems) == 0 {
		r.valueErrorf(m.Value, "'%s' in the condition of %s must be an array of at least one condition", m.Key, what)
		return nil
	}
	c := &Cond{Op: map[string]CondOp{"all": CondAll, "any": CondAny}[m.Key]}
	for _, operand := range m.Value.Elems {
		c.Operands = append(c.Operands, r.condValue(operand, what))
	}
	return c
}

// isCondName reports whether name can be a condition: the name of a C macro in
// capitals.
func isCondName(name string) bool {
	for i, c := range name {
		if !isUpper(c) && (i == 0 || !isDigit(c) && c != '_') {
			return false
		}
	}
	return name != ""
}
