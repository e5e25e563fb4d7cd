package docs

import (
	"path/filepath"
	"testing"
)

// TestPageForServers runs docs/vmm.md.
func TestPageForServers(t *testing.T) {
	dir := shortDir(t)
	runScript(t, dir, "docs/vmm.md")
	runFrame(t, filepath.Join(dir, "vmm"), "docs/vmm.md", "testdata/vmm/frame_test.go")
}
