package model

import (
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Command is a command ("Commands").
type Command struct {
	Header
	Arg             Object // nil if there are no arguments
	Ret             Type   // nil if the command returns {}
	Boxed           bool
	Gen             bool // false if the schema has 'gen': false
	SuccessResponse bool // false if the schema has 'success-response': false
	AllowOOB        bool
	AllowPreconfig  bool
	Coroutine       bool

	arg, ret typeRef
}

func (r *reader) command(h Header, obj *parser.Value) declarable {
	c := &Command{
		Header:          h,
		Boxed:           r.flag(obj, "boxed", false),
		Gen:             r.flag(obj, "gen", true),
		SuccessResponse: r.flag(obj, "success-response", true),
		AllowOOB:        r.flag(obj, "allow-oob", false),
		AllowPreconfig:  r.flag(obj, "allow-preconfig", false),
		Coroutine:       r.flag(obj, "coroutine", false),
	}
	if m := obj.Get("allow-preconfig"); m != nil {
		r.requires(edition.Preconfig, m)
	}
	if m := obj.Get("coroutine"); m != nil {
		r.requires(edition.Coroutines, m)
	}
	if c.AllowOOB && c.Coroutine {
		m := obj.Get("coroutine")
		r.errorf(m.Pos, m.End, "a command cannot have both 'allow-oob' and 'coroutine'")
	}
	c.arg = r.data(&h, obj, c.Boxed)
	if m := obj.Get("returns"); m != nil {
		c.ret = r.typeNameOrArray(m.Value, "what the command returns")
	}
	return c
}

// data reads the 'data' of a command or event.
func (r *reader) data(h *Header, obj *parser.Value, boxed bool) typeRef {
	m := obj.Get("data")
	switch {
	case boxed && m == nil:
		at := obj.Get("boxed")
		r.errorf(at.Pos, at.End, "'boxed' is of no use without 'data'")
		return typeRef{}
	case m == nil:
		return typeRef{}
	case boxed:
		return r.typeName(m.Value, "boxed data")
	default:
		return r.typeNameOrMembers(m.Value, "the data", h, roleArg, false)
	}
}

func (c *Command) declare(b *builder) {
	b.declareFeatures(c.Features)
	if c.arg.implicit != nil {
		c.arg.implicit.declare(b)
	}
	b.declareArray(&c.Header, &c.ret)
	b.define(c)
}

func (c *Command) check(b *builder) {
	b.checkFeatures(&c.Header, c.Features)
	c.Arg = b.arguments(&c.Header, "command", &c.arg, c.Boxed)
	if !c.ret.given() {
		return
	}
	c.Ret = b.resolve(&c.Header, &c.ret)
	if c.Ret == nil || b.pragmas.commandReturns[c.Name] {
		return
	}
	elem := c.Ret
	if a, ok := elem.(*Array); ok {
		elem = b.types[a.ref.name]
	}
	if _, ok := elem.(Object); elem != nil && !ok {
		b.errorf(&c.Header, c.ret.pos, c.ret.end,
			"a command must return a struct, a union, or an array of one: %s cannot gain members later", describe(elem)).
			Note(c.Pos, "if it must, list '%s' in the pragma 'command-returns-exceptions'", c.Name)
	}
}

func (c *Command) clone() configurable { dup := *c; return &dup }

func (c *Command) configure(cfg *configurer) {
	c.Arg = cfg.objectFor(&c.Header, &c.arg, c.Arg, c.in)
	c.Ret = cfg.typeFor(&c.Header, &c.ret, c.Ret, c.in)
}
