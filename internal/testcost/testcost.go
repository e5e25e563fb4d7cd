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
// waits does not count. What other goroutines do counts, such as those of the
// fuzzer, so f is run again when a limit is exceeded: the cheapest of three runs
// decides.
func Check(t testing.TB, size, bytesPerByte int, f func()) {
	t.Helper()
	byteLimit := uint64(fixedBytes + size*bytesPerByte)
	timeLimit := fixedTime + time.Duration(size)*timePerByte
	bytes, used := cost(f)
	for range 2 {
		if bytes > byteLimit || used > timeLimit {
			b, u := cost(f)
			bytes, used = min(bytes, b), min(used, u)
		}
	}
	if bytes > byteLimit {
		t.Errorf("an input of %d bytes takes %d bytes of memory, above the limit of %d", size, bytes, byteLimit)
	}
	if used > timeLimit {
		t.Errorf("an input of %d bytes takes %v of processor time, above the limit of %v", size, used, timeLimit)
	}
}

// cost runs f and returns what the process meanwhile allocates, and its processor time.
func cost(f func()) (bytes uint64, used time.Duration) {
	allocatedBefore, usedBefore := allocated(), processorTime()
	f()
	return allocated() - allocatedBefore, processorTime() - usedBefore
}

// allocated returns the number of bytes that the program has allocated on the
// heap.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
