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
}

// checkEvery is how many steps pass between two looks at the context, about a
// millisecond.
const checkEvery = 20_000

// NewLimit allows a number of steps until ctx ends.
func NewLimit(ctx context.Context, steps int) *Limit {
	return &Limit{ctx: ctx, steps: steps, checkAt: steps}
}

// Spend takes steps from the limit.
func (l *Limit) Spend(steps int) { l.steps -= steps }

// Reached reports whether the steps are spent or the context has ended. It
// stays true once it is.
func (l *Limit) Reached() bool {
	if l.steps <= l.checkAt {
		l.checkAt = l.steps - checkEvery
		l.stopped = l.stopped || l.steps <= 0 || l.ctx.Err() != nil
	}
	return l.stopped
}
