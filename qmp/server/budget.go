package server

import "sync/atomic"

// A budget is the memory that all connections of a server share; see
// Limits.TotalBytes. A nil budget has no limit.
type budget struct {
	limit int64
	held  atomic.Int64
}

// Take takes n bytes, unless there are too few.
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

// add takes n bytes in any case.
func (b *budget) add(n int) {
	if b != nil {
		b.held.Add(int64(n))
	}
}

// Give gives n bytes back.
func (b *budget) Give(n int) { b.add(-n) }

// spent reports whether nothing is left.
func (b *budget) spent() bool { return b != nil && b.held.Load() >= b.limit }
