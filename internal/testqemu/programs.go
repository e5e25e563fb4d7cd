package testqemu

import (
	"os"
	"os/exec"
	"testing"
)

// Programs returns the QEMUs that tests run: that of the system, and the one that
// QAPI_QEMU10 names. Without the first the test is skipped, or fails if
// QAPI_REQUIRE_REAL is 1.
func Programs(tb testing.TB) []string {
	tb.Helper()
	programs := []string{"qemu-system-x86_64"}
	if other := os.Getenv("QAPI_QEMU10"); other != "" {
		programs = append(programs, other)
	}
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
				tb.Fatal(err)
			}
			tb.Skip(err)
		}
	}
	return programs
}
