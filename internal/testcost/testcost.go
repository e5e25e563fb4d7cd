// Package testcost makes it a failure that reading an input costs out of
// proportion to the input's size.
package testcost

import (
	"runtime/metrics"
	"testing"
	"time"
)

const (
	// fixedBytes and fixedTime are for what does not depend on the input.
	fixedBytes = 1 << 20
	fixedTime  = time.Second
	// timePerByte is a hundred times what the slowest reader takes with the
	// instrumentation of a fuzz test. What takes quadratic time exceeds it
	// with inputs of some ten thousand bytes.
	timePerByte = 20 * time.Microsecond
)

// Check runs f, which reads an input of size bytes. It fails the test if f, and
// whatever else runs meanwhile, allocates more than bytesPerByte for each byte
// of the input, or takes processor time out of proportion. Time that f waits
// does not count.
func Check(t testing.TB, size, bytesPerByte int, f func()) {
	t.Helper()
	allocatedBefore, usedBefore := allocated(), processorTime()
	f()
	bytes, used := allocated()-allocatedBefore, processorTime()-usedBefore
	if limit := uint64(fixedBytes + size*bytesPerByte); bytes > limit {
		t.Errorf("an input of %d bytes takes %d bytes of memory, above the limit of %d", size, bytes, limit)
	}
	if limit := fixedTime + time.Duration(size)*timePerByte; used > limit {
		t.Errorf("an input of %d bytes takes %v of processor time, above the limit of %v", size, used, limit)
	}
}

// allocated returns how many bytes the program has allocated on the heap.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
