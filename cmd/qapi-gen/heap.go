package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// prepareHeap is called before a schema is read, which takes most of the memory
// that a process ever has. Only main sets it, because it concerns the process
// as a whole.
var prepareHeap = func() {}

// firstCollection is the size of the heap, in bytes, at which the garbage
// collector runs for the first time. generate allocates 35 MB for the schema of
// QEMU 10.2, and ends before a collection would have paid.
const firstCollection = 128 << 20

// growFreely keeps the garbage collector from running before the heap has the
// size firstCollection. From then on it runs whenever the heap has doubled: a
// mere limit would make it run all the time once live memory alone exceeds
// that. GOGC and GOMEMLIMIT overrule it.
func growFreely() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	usual := debug.SetGCPercent(-1)
	advised := adviseHeap()
	go func() {
		if advised {
			runtime.GC() // see adviseHeap; meanwhile there are files to read
		}
		debug.SetMemoryLimit(firstCollection)
		runtime.AddCleanup(new([64]byte), func(percent int) { // with the first collection
			debug.SetGCPercent(percent)
			debug.SetMemoryLimit(math.MaxInt64)
		}, usual)
	}()
}
