package qmptest

import (
	"bytes"
	"context"
	"fmt"
	"runtime/pprof"
	"strconv"
	"sync/atomic"
	"testing"
	"time"
)

// A group is a function with all goroutines that it starts, and those that they
// start. They are told from others by a profiler label, which goroutines inherit,
// so that tests may run in parallel.
type group struct{ number string }

var groups atomic.Int64

const label = "qmptest-connection"

func newGroup() group { return group{strconv.FormatInt(groups.Add(1), 10)} }

// do calls f in the group.
func (g group) do(ctx context.Context, f func()) {
	pprof.Do(ctx, pprof.Labels(label, g.number), func(context.Context) { f() })
}

// leakWait is how long goroutines have to end that have been told to.
const leakWait = 3 * time.Second

// check fails the test unless all goroutines of the group end.
func (g group) check(t testing.TB) {
	t.Helper()
	deadline := time.Now().Add(leakWait)
	for wait := time.Millisecond; ; wait *= 2 {
		left := g.running(t)
		if left == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("qmptest: goroutines are left of the connection:\n%s", left)
			return
		}
		<-time.After(wait) // the end of a goroutine cannot be waited for
	}
}

// running describes the goroutines of the group. It is empty if there are none.
func (g group) running(t testing.TB) string {
	t.Helper()
	var profile bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&profile, 1); err != nil {
		t.Fatalf("qmptest: listing goroutines: %v", err)
	}
	own := fmt.Appendf(nil, "%q:%q", label, g.number)
	var left []byte
	for entry := range bytes.SplitSeq(profile.Bytes(), []byte("\n\n")) {
		if bytes.Contains(entry, own) {
			left = append(append(left, entry...), "\n\n"...)
		}
	}
	return string(left)
}
