package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A checkState is the progress of the check of an object type.
type checkState int

const (
	checkPending checkState = iota
	checkRunning
	checkDone
)

// maxNesting bounds the nesting of bases and branches. QEMU's front end fails earlier.
const maxNesting = 1000

// checkObject checks an object type that another one contains, before its turn.
func (b *builder) checkObject(o Object) { o.(entity).check(b) }

// enter starts the check of an object type. It returns false if the type has
// been checked, or if the type contains itself: the C struct of a type contains
// those of its base and branches, but only points to those of its members.
func (b *builder) enter(o Object) bool {
	h := o.Common()
	switch b.state[o] {
	case checkRunning:
		b.errorf(h, h.Pos, h.End, "%s would be a part of itself, by way of bases or branches", h.in)
		return false
	case checkDone:
		return false
	case checkPending:
	}
	if b.depth == maxNesting {
		b.errorf(h, h.Pos, h.End, "bases and branches are nested more than %d types deep here", maxNesting)
		return false
	}
	b.depth++
	b.state[o] = checkRunning
	return true
}

func (b *builder) leave(o Object) {
	b.depth--
	b.state[o] = checkDone
}

// resolveBase resolves and checks the base of the definition h, and adds its
// members to seen. It returns nil if h has no base or an invalid one.
func (b *builder) resolveBase(h *Header, ref *typeRef, seen names) *Struct {
	if !ref.given() {
		return nil
	}
	t := b.resolve(h, ref)
	if t == nil {
		return nil
	}
	base, ok := t.(*Struct)
	if !ok {
		b.errorf(h, ref.pos, ref.end, "the base must be a struct, which %s is not", describe(t))
		return nil
	}
	b.checkObject(base)
	for _, m := range base.All {
		seen[mangle(m.Name)] = use{"member", m.Name, m.Pos, m.End}
	}
	return base
}

// arguments resolves the 'data' of a command or event. It returns nil if there
// is none or an invalid one.
func (b *builder) arguments(h *Header, kind string, ref *typeRef, boxed bool) Object {
	if !ref.given() {
		return nil
	}
	t := b.resolve(h, ref)
	if t == nil {
		return nil
	}
	o, ok := t.(Object)
	if !ok {
		b.errorf(h, ref.pos, ref.end, "the data of %s must be a struct or union, which %s is not",
			article(kind), describe(t))
		return nil
	}
	if _, isUnion := o.(*Union); isUnion && !boxed {
		b.errorf(h, ref.pos, ref.end, "%s can be the data of %s only with 'boxed': true", describe(t), article(kind))
	}
	b.checkObject(o)
	if m := firstConditional(o.Fields()); m != nil && !boxed && !b.tree.Allows(edition.UnboxedConditions) {
		pos, end := ref.pos, ref.end
		if ref.implicit != nil {
			pos, end = m.Pos, m.End
		}
		b.errorf(h, pos, end, "member '%s' has a condition, which the data of %s can have only with 'boxed': true",
			m.Name, article(kind)).
			Note(diag.Pos{}, "move the members to a struct of their own, and add 'boxed': true").
			Note(diag.Pos{}, "%s", edition.UnboxedConditions.Advice())
	}
	return o
}
