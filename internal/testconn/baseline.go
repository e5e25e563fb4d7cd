package testconn

import (
	"runtime"
	"testing"

	"go.uber.org/goleak"
)

// A Baseline has what the process holds before a test: goroutines, open
// descriptors and heap.
type Baseline struct {
	t          *testing.T
	goroutines goleak.Option
	files      int
	heap       int64
}

// NewBaseline measures what the process holds now.
func NewBaseline(t *testing.T) *Baseline {
	t.Helper()
	return &Baseline{t, goleak.IgnoreCurrent(), OpenFiles(t), HeapInUse()}
}

// Check fails the test if there are more goroutines or descriptors than before,
// or if the heap has grown by more than heap bytes. Goroutines get some time to
// end. They release descriptors and memory.
func (b *Baseline) Check(heap int64) {
	b.t.Helper()
	goleak.VerifyNone(b.t, b.goroutines)
	if files := OpenFiles(b.t); files != b.files {
		b.t.Errorf("%d descriptors are open, %d were before", files, b.files)
	}
	b.CheckHeap(heap)
}

// CheckHeap fails the test if the heap has grown by more than most bytes.
func (b *Baseline) CheckHeap(most int64) {
	b.t.Helper()
	if grown := HeapInUse() - b.heap; grown > most {
		b.t.Errorf("the heap has grown by %d bytes, want at most %d", grown, most)
	}
}

// HeapInUse returns the size of reachable memory. The second collection empties
// pools.
func HeapInUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
