// Command qapi-gen reads QAPI schemas and writes Go.
package main

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
)

func main() {
	delayCollection()
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// firstCollection is the size of the heap, in bytes, at which the garbage
// collector runs for the first time. generate allocates 35 MB for the schema of
// QEMU 10.2, and ends before collecting anything would have paid.
const firstCollection = 128 << 20

// delayCollection keeps the garbage collector from running before the heap has
// the size firstCollection. From then on it runs whenever the heap has doubled:
// a mere limit would make it run all the time once live memory alone exceeds
// that. GOGC and GOMEMLIMIT overrule it.
func delayCollection() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(firstCollection)
	runtime.AddCleanup(new([64]byte), func(percent int) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(math.MaxInt64)
	}, 100)
}
