// Command qapi-gen reads QAPI schemas and writes Go.
package main

import (
	"os"
	"runtime/debug"
)

// firstCollection is the heap, in bytes, at which the garbage collector runs
// for the first time. The process lives for a fraction of a second, and never
// gets there with schemas of QEMU's size: generate takes 0.11 s of CPU and
// 64 MB for that of QEMU 10.2, where with the collector's usual setting it
// takes 0.14 s and 36 MB.
const firstCollection = 512 << 20

func main() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(-1)
		debug.SetMemoryLimit(firstCollection)
	}
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
