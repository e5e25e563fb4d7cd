// Command qapi-gen reads QAPI schemas and writes Go.
package main

import (
	"os"
	"sync"

	"github.com/qapi-go/qapi-gen/internal/heap"
)

func main() {
	prepareHeap = sync.OnceFunc(heap.GrowFreely)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// prepareHeap is called before a schema is read, which takes most of the memory
// of a process. Only main sets it, because it affects the whole process.
var prepareHeap = func() {}
