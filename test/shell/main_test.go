//go:build unix

package shell

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

// The programs under test, which TestMain builds.
var qapigen, vmm string

// schemaFile is the schema of vmm.
var schemaFile = filepath.Join("..", "..", "testdata", "qapi-schema", "vmm.json")

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "shell-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing is lost with what remains
	qapigen, vmm = filepath.Join(dir, "qapi-gen"), filepath.Join(dir, "vmm")
	args := append(append([]string{"build"}, buildFlags...), "-o", dir, "../../cmd/qapi-gen", "../../examples/vmm")
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	status := m.Run()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return status
}
