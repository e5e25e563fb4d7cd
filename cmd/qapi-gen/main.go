// Command qapi-gen reads QAPI schemas and writes Go.
package main

import (
	"os"
	"sync"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/heap"
)

func main() {
	cli.PrepareHeap = sync.OnceFunc(heap.GrowFreely)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
