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
	whole   *Limit // of which it is a part
}

// MaxSteps is a limit for what a person waits for: a few seconds of work.
const MaxSteps = 100_000_000

// checkEvery is how many steps pass between two looks at the context, about a
// millisecond.
const checkEvery = 20_000

// NewLimit allows a number of steps until ctx ends.
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

// Part is a limit of at most steps, which are taken from l too.
func (l *Limit) Part(steps int) *Limit {
	part := NewLimit(l.ctx, min(steps, l.Left()))
	part.whole = l
	return part
}

// Reached reports whether the steps are spent or the context has ended. It
// stays true once it is.
func (l *Limit) Reached() bool {
	if l.steps <= l.checkAt {
		l.checkAt = l.steps - checkEvery
		l.stopped = l.stopped || l.steps <= 0 || l.ctx.Err() != nil
	}
	return l.stopped
}
