package testcost

import (
	"fmt"
	"testing"
	"time"
)

// Bound bounds the rest of a test to what an input of a size may take: half a
// minute, and a millisecond a byte. That is a thousand times what it should
// take, so that a busy machine fails nothing, and what grows exponentially with
// the input still fails. The input is then kept, since the test panics.
func Bound(t testing.TB, size int) {
	t.Helper()
	limit := 30*time.Second + time.Duration(size)*time.Millisecond
	timer := time.AfterFunc(limit, func() {
		panic(fmt.Sprintf("an input of %d bytes took more than %v", size, limit))
	})
	t.Cleanup(func() { timer.Stop() })
}
