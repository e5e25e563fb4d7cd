package model

import (
	"flag"
	"fmt"
	"os"
	"testing"
)

// TestMain sets how many programs each test runs, unless the command line does. A
// program that fails is run again by its seed, which the test prints; no file is kept.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.checks": "300", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}
