package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"context"
)

// figures count what became of calls. All are of the clients, QEMU's included.
type figures struct {
	calls, answered, cancelled, lost, mixedUp atomic.Int64
	// odd counts errors that nothing explains.
	odd                   atomic.Int64
	firstOdd              atomic.Pointer[string]
	connections, restarts atomic.Int64
	kills                 atomic.Int64 // of QEMU
}

func (f *figures) String() string {
	var b strings.Builder
	for _, line := range []struct {
		name  string
		count *atomic.Int64
	}{
		{"calls made", &f.calls},
		{"answered", &f.answered},
		{"cancelled by their context", &f.cancelled},
		{"lost with their connection", &f.lost},
		{"mixed up", &f.mixedUp},
		{"failed otherwise", &f.odd},
		{"connections", &f.connections},
		{"restarts of the server", &f.restarts},
		{"kills of QEMU", &f.kills},
	} {
		fmt.Fprintf(&b, "  %-28s %10d\n", line.name, line.count.Load())
	}
	return b.String()
}

// A holding is what the process holds.
type holding struct {
	goroutines, files int
	heap              uint64
}

// warmUp uses the network once: its first use opens descriptors that stay open.
func warmUp() {
	if l, err := net.Listen("unix", ""); err == nil { //nolint:noctx // it does not wait
		_ = l.Close()
	}
}

func measure() holding {
	runtime.GC()
	runtime.GC() // which empties pools
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/dev/fd")
	return holding{runtime.NumGoroutine(), len(files), m.HeapAlloc}
}

// settleTime is how long goroutines have to end that were told to.
const settleTime = 10 * time.Second

// settled measures when as few goroutines are left as before, or time is up.
func settled(before holding) holding {
	limit := time.After(settleTime)
	for {
		after := measure()
		if after.goroutines <= before.goroutines {
			return after
		}
		select {
		case <-limit:
			return after
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func (h holding) compare(before holding) string {
	return fmt.Sprintf("  goroutines %d, before %d\n  descriptors %d, before %d\n  heap %d KiB, before %d KiB\n",
		h.goroutines, before.goroutines, h.files, before.files, h.heap>>10, before.heap>>10)
}

// keptHeap is how much the heap may have grown: what package net and the plans of the
// codec keep.
const keptHeap = 8 << 20

// verdict is what is wrong.
func (f *figures) verdict(before, after holding) error {
	var errs []error
	if n := f.mixedUp.Load(); n > 0 {
		errs = append(errs, fmt.Errorf("%d replies went to the wrong call", n))
	}
	if n := f.odd.Load(); n > 0 {
		errs = append(errs, fmt.Errorf("%d calls failed, the first: %s", n, *f.firstOdd.Load()))
	}
	sum := f.answered.Load() + f.cancelled.Load() + f.lost.Load() + f.mixedUp.Load() + f.odd.Load()
	if n := f.calls.Load() - sum; n != 0 {
		errs = append(errs, fmt.Errorf("%d calls did not come back", n))
	}
	if after.goroutines > before.goroutines || after.files > before.files || after.heap > before.heap+keptHeap {
		errs = append(errs, errors.New("something is left: see above"))
	}
	return errors.Join(errs...)
}

// reportEvery is how often the figures are printed.
const reportEvery = time.Minute

// reportUntil prints the figures now and then, until all have ended. They have
// settleTime for it after the context.
func reportUntil(ctx context.Context, all *sync.WaitGroup, f *figures, out io.Writer) error {
	done := make(chan struct{})
	go func() {
		all.Wait()
		close(done)
	}()
	tick := time.NewTicker(reportEvery)
	defer tick.Stop()
	begin := time.Now()
	var late <-chan time.Time
	end := ctx.Done()
	for {
		select {
		case <-done:
			return nil
		case <-end:
			end, late = nil, time.After(settleTime)
		case <-late:
			return errors.New("clients have not ended though their contexts have")
		case <-tick.C:
			_, _ = fmt.Fprintf(out, "after %v\n%s", time.Since(begin).Round(time.Second), f.String())
		}
	}
}
