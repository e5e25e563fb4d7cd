// Package heap sets the garbage collector of a program that ends soon.
package heap

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is the size of the heap, in bytes, at which the garbage
// collector runs for the first time. generate allocates 35 MB for the schema of
// QEMU 10.2, and ends before a collection would pay.
const firstCollection = 128 << 20

// GrowFreely delays the first garbage collection until the heap has the size
// firstCollection. After that, the collector runs whenever the heap has
// doubled. With a memory limit alone, it would run all the time if live memory
// exceeded the limit. GOGC and GOMEMLIMIT override it.
func GrowFreely() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	usual := debug.SetGCPercent(-1)
	advised := adviseHeap()
	go func() {
		if advised {
			runtime.GC() // see adviseHeap; files are read meanwhile
		}
		debug.SetMemoryLimit(firstCollection)
		runtime.AddCleanup(new([64]byte), func(percent int) { // at the first collection
			debug.SetGCPercent(percent)
			debug.SetMemoryLimit(math.MaxInt64)
		}, usual)
	}()
}
