// Package testcost fails tests in which reading an input costs more than its
// size justifies.
package testcost

import (
	"runtime/metrics"
	"testing"
	"time"
)

const (
	// fixedBytes and fixedTime are the costs that do not depend on the input.
	fixedBytes = 1 << 20
	fixedTime  = time.Second
	// timePerByte is a hundred times the time of the slowest reader with the
	// instrumentation of a fuzz test. Quadratic time exceeds it with inputs of
	// some ten thousand bytes.
	timePerByte = 20 * time.Microsecond
)

// Check runs f, which reads an input of size bytes. It fails the test if the
// process meanwhile allocates more than bytesPerByte for each byte of the
// input, or takes more processor time than the size justifies. Time that f
// waits does not count.
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

// allocated returns the number of bytes that the program has allocated on the
// heap.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
