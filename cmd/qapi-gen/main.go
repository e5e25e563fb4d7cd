// Command qapi-gen reads QAPI schemas and writes Go.
package main

import (
	"os"
	"sync"
)

func main() {
	prepareHeap = sync.OnceFunc(growFreely)
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
