package server

import "sync/atomic"

// A budget is the memory that all connections of a server share; see
// Limits.TotalBytes. A nil budget has no limit.
type budget struct {
	limit int64
	held  atomic.Int64
}

// Take takes n bytes. It reports false, and takes none, if the limit would be
// exceeded.
func (b *budget) Take(n int) bool {
	if b == nil {
		return true
	}
	if b.held.Add(int64(n)) > b.limit {
		b.Give(n)
		return false
	}
	return true
}

// takeAlways takes n bytes even if that exceeds the limit.
func (b *budget) takeAlways(n int) {
	if b != nil {
		b.held.Add(int64(n))
	}
}

// Give returns n bytes to the budget.
func (b *budget) Give(n int) { b.takeAlways(-n) }

// exhausted reports whether the limit has been reached.
func (b *budget) exhausted() bool { return b != nil && b.held.Load() >= b.limit }
