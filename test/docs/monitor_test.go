package docs

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestPageOfMonitors runs docs/monitor.md against the QEMU in PATH.
func TestPageOfMonitors(t *testing.T) {
	needQEMU(t)
	dir := shortDir(t)
	shell(t, root, `go build -o "$GOBIN/" ./cmd/qapi-gen`)
	t.Cleanup(func() { // the page ends QEMU, unless it fails before
		text, err := os.ReadFile(filepath.Join(dir, "vm.pid"))
		if pid, notNumber := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && notNumber == nil {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	runScript(t, dir, "docs/monitor.md")
}
