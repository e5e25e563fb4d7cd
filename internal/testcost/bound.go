package testcost

import (
	"fmt"
	"testing"
	"time"
)

// Bound limits the time of the rest of a test that reads an input of size
// bytes: half a minute, and a millisecond for each byte. That is a thousand
// times the expected time. A busy machine does not exceed it, but exponential
// growth does. The test then panics, so that the fuzzer stores the input.
func Bound(t testing.TB, size int) {
	t.Helper()
	limit := 30*time.Second + time.Duration(size)*time.Millisecond
	timer := time.AfterFunc(limit, func() {
		panic(fmt.Sprintf("an input of %d bytes took more than %v", size, limit))
	})
	t.Cleanup(func() { timer.Stop() })
}
