package testconn

import (
	"runtime"
	"testing"

	"go.uber.org/goleak"
)

// A Baseline is what the process holds before a test: its goroutines, open
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

// Check fails the test if goroutines or descriptors are left, or more than heap
// bytes. Goroutines get some time to end; descriptors and memory are released by
// them.
func (b *Baseline) Check(heap int64) {
	b.t.Helper()
	goleak.VerifyNone(b.t, b.goroutines)
	if files := OpenFiles(b.t); files != b.files {
		b.t.Errorf("%d descriptors are open, %d were before", files, b.files)
	}
	b.CheckHeap(heap)
}

// CheckHeap fails the test if the heap has grown by more than so many bytes.
func (b *Baseline) CheckHeap(most int64) {
	b.t.Helper()
	if grown := HeapInUse() - b.heap; grown > most {
		b.t.Errorf("the heap has grown by %d bytes, want at most %d", grown, most)
	}
}

// HeapInUse is the size of what is reachable. Collecting twice empties pools too.
func HeapInUse() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
