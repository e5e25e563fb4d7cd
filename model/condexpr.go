package model

import (
	"strings"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// condExpr converts a condition that is a C preprocessor expression, as in QEMU
// 3.0 to 6.1, to the later form. It returns nil if the expression is invalid.
//
// A macro has the same meaning with and without defined(). A comparison of
// macros, which conditions cannot express, becomes a name.
func condExpr(text string) *Cond {
	p := condParser{rest: strings.TrimSpace(text)}
	c := p.any()
	if p.rest != "" {
		return nil
	}
	return c
}

// A condParser parses an expression by recursive descent, from the operator of
// the lowest precedence to that of the highest.
type condParser struct {
	rest string // unread text, without leading spaces
}

func (p *condParser) any() *Cond { return p.chain("||", CondAny, p.all) }
func (p *condParser) all() *Cond { return p.chain("&&", CondAll, p.not) }

// chain parses operands that are joined by one operator.
func (p *condParser) chain(operator string, op CondOp, operand func() *Cond) *Cond {
	c := operand()
	operands := []*Cond{c}
	for c != nil && p.take(operator) {
		c = operand()
		operands = append(operands, c)
	}
	if c == nil {
		return nil
	}
	return joined(op, operands)
}

func (p *condParser) not() *Cond {
	if !strings.HasPrefix(p.rest, "!=") && p.take("!") {
		if c := p.not(); c != nil {
			return &Cond{Op: CondNot, Operands: []*Cond{c}}
		}
		return nil
	}
	before := p.rest
	c := p.primary()
	if end := comparisonEnd(p.rest); end > 0 {
		text := before[:len(before)-len(p.rest)+end]
		p.skip(end)
		return &Cond{Op: CondName, Name: strings.Join(strings.Fields(text), " ")}
	}
	return c
}

func (p *condParser) primary() *Cond {
	if p.take("(") {
		if c := p.any(); c != nil && p.take(")") {
			return c
		}
		return nil
	}
	name := p.word()
	if name == "defined" {
		bracket := p.take("(")
		name = p.word()
		if bracket && !p.take(")") {
			return nil
		}
	}
	if name == "" {
		return nil
	}
	return &Cond{Op: CondName, Name: name}
}

// take skips token if it comes next.
func (p *condParser) take(token string) bool {
	if !strings.HasPrefix(p.rest, token) {
		return false
	}
	p.skip(len(token))
	return true
}

// skip skips n bytes and the spaces after them.
func (p *condParser) skip(n int) { p.rest = strings.TrimLeft(p.rest[n:], " ") }

// word reads a macro's name or a number.
func (p *condParser) word() string {
	end := 0
	for end < len(p.rest) && (isAlnum(rune(p.rest[end])) || p.rest[end] == '_') {
		end++
	}
	word := p.rest[:end]
	p.skip(end)
	return word
}

// comparisonEnd returns the length of text up to the next logical operator if
// text starts with an operator on numbers, otherwise 0.
func comparisonEnd(text string) int {
	if text == "" || !strings.ContainsRune("<>=!+-*/%", rune(text[0])) {
		return 0
	}
	depth, end := 0, 0
	for end < len(text) && !strings.HasPrefix(text[end:], "&&") && !strings.HasPrefix(text[end:], "||") {
		switch text[end] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 {
			break
		}
		end++
	}
	return end
}

// joined combines the operands of one operator. A single operand stays as it is.
func joined(op CondOp, operands []*Cond) *Cond {
	if len(operands) == 1 {
		return operands[0]
	}
	return &Cond{Op: op, Operands: operands}
}

// condString reads a condition that is a string: a name or an expression.
func (r *reader) condString(v *parser.Value, what string) *Cond {
	if isCondName(v.Str) && r.b.tree.Allows(edition.NameConditions) {
		return &Cond{Op: CondName, Name: v.Str}
	}
	if edition.CConditions.In(r.b.tree.Edition) {
		if c := condExpr(v.Str); c != nil {
			return c
		}
		r.errorf(v.Pos, v.End, "the condition '%s' of %s is no expression: join names, as in defined(CONFIG_X), by !, &&, || and brackets",
			v.Str, what)
		return nil
	}
	d := r.errorf(v.Pos, v.End, "the condition '%s' of %s is not a name: "+
		"capitals, digits and '_', starting with a capital", v.Str, what)
	if strings.ContainsAny(v.Str, "()!&|") && condExpr(v.Str) != nil {
		r.advise(d, edition.CConditions)
	}
	return nil
}

// condList reads a condition that is a list, as in QEMU 3.0 to 6.1. All of its
// elements must hold.
func (r *reader) condList(v *parser.Value, what string) *Cond {
	if len(v.Elems) == 0 {
		r.valueErrorf(v, "the condition of %s is an empty list: leave it out", what)
		return nil
	}
	var operands []*Cond
	for _, elem := range v.Elems {
		if elem.Kind != parser.String {
			r.valueErrorf(elem, "the condition of %s is a list: it holds strings", what)
			return nil
		}
		operands = append(operands, r.condString(elem, what))
	}
	return joined(CondAll, operands)
}
