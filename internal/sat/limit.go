package sat

import "context"

// A Limit bounds the work of all solvers that share it. A step is a clause
// visited in propagation, or as much work elsewhere. A Limit must not be used
// concurrently.
type Limit struct {
	ctx     context.Context //nolint:containedctx // it is what a limit consists of
	steps   int
	checkAt int
	stopped bool
	whole   *Limit // the limit that this one is a part of
}

// MaxSteps is a limit for interactive use: a few seconds of work.
const MaxSteps = 100_000_000

// checkEvery is the number of steps between two checks of the context, about a
// millisecond.
const checkEvery = 20_000

// NewLimit returns a limit of steps, which also ends with ctx.
func NewLimit(ctx context.Context, steps int) *Limit {
	return &Limit{ctx: ctx, steps: steps, checkAt: steps}
}

// Spend takes steps from the limit.
func (l *Limit) Spend(steps int) {
	for ; l != nil; l = l.whole {
		l.steps -= steps
	}
}

// Left returns the steps that are left.
func (l *Limit) Left() int { return max(l.steps, 0) }

// Part returns a limit of at most steps. They count against l too.
func (l *Limit) Part(steps int) *Limit {
	part := NewLimit(l.ctx, min(steps, l.Left()))
	part.whole = l
	return part
}

// Reached reports whether the steps are spent or the context has ended. Once
// true, it stays true.
func (l *Limit) Reached() bool {
	if l.steps <= l.checkAt {
		l.checkAt = l.steps - checkEvery
		l.stopped = l.stopped || l.steps <= 0 || l.ctx.Err() != nil
	}
	return l.stopped
}
