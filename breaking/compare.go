// Package breaking says whom a change of an interface breaks: it compares two
// schemas, or introspection documents, and classes every change by QEMU's own
// rules ("Compatibility considerations" in its qapi-code-gen) and by whether
// clients send or receive what changed.
package breaking

import (
	"context"

	"github.com/qapi-go/qapi-gen/gen"
)

// Options say what counts.
type Options struct {
	// AllowDeprecatedRemoval lets go what is deprecated in OLD. How long it
	// has been, no schema says.
	AllowDeprecatedRemoval bool
	// Go adds what breaks Go code that was compiled against the package
	// generated from OLD, though the protocol does not break it. Both sides
	// must be schemas, and Names are the Go names chosen by hand.
	Go    bool
	Names *gen.Names
}

// Compare gives the changes from one side to the other. A change in a type is
// given once, however many commands lead to it. Commands and events that are
// gone come first, then the changes in the order of NEW, then what is new, and
// then what concerns Go code alone.
//
// Types that no command and no event leads to are no part of the protocol, and
// are not compared.
//
// If ctx ends, Compare returns its cause.
func Compare(ctx context.Context, old, now *Side, opts Options) ([]Change, error) {
	_, changes, err := compare(ctx, old, now, opts)
	for i := range changes {
		changes[i].findings = nil // they keep all of the comparison
	}
	return changes, err
}

// compare is Compare that keeps what the changes were found in.
func compare(ctx context.Context, old, now *Side, opts Options) (*comparer, []Change, error) {
	c := &comparer{ctx: ctx, old: old, new: now, opts: opts, byTypes: map[[2]*typ]*pair{}, implies: newImplications(ctx)}
	c.commands()
	c.events()
	// Relating a pair finds more of them.
	for i := 0; i < len(c.pairs) && ctx.Err() == nil; i++ {
		c.relate(c.pairs[i])
	}
	c.reach()
	changes, broken := c.changes()
	if ctx.Err() != nil {
		return nil, nil, context.Cause(ctx)
	}
	if opts.Go && old.schema != nil && now.schema != nil {
		changes = append(changes, c.goChanges(broken)...)
	}
	return c, changes, nil
}

// A comparer is the state of one Compare.
type comparer struct {
	ctx      context.Context //nolint:containedctx // the comparer lives as long as Compare
	implies  *implications
	old, new *Side
	opts     Options

	whole   []*finding // about commands and events as such
	roots   []*link
	pairs   []*pair
	byTypes map[[2]*typ]*pair
	ways    ways
}

// relate finds what differs between the types of p, and pairs up their parts.
// Conditions of types have no effect of their own: what refers to a type is
// there only if the type is, and has a condition to say so.
func (c *comparer) relate(p *pair) {
	old, now := p.old, p.new
	if old == now {
		return
	}
	if old.kind == now.kind {
		for _, f := range c.features(place{holds: ofTypes, old: &old.part, new: &now.part}) {
			p.add(f)
		}
	}
	switch {
	case old.kind == kindAlternate || now.kind == kindAlternate:
		c.alternate(p)
	case old.kind == kindObject && now.kind == kindObject:
		c.object(p)
	case old.kind == kindEnum && now.kind == kindEnum:
		c.enum(p)
	case old.kind == kindArray && now.kind == kindArray:
		at := place{slot: slot{kind: "the element"}, old: &old.part, new: &now.part}
		c.link(p, at, "", false, old.elem, now.elem)
	default:
		scalar(p)
	}
}
