package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPageForClientsOfQEMU runs docs/qemu.md against the QEMU in PATH. The archive
// that the page downloads is made of the corpus.
func TestPageForClientsOfQEMU(t *testing.T) {
	corpus := needQEMU(t)
	dir := shortDir(t)
	standIn(t, "curl", `tar -cJf qemu-10.2.2.tar.xz -C "`+corpus+`" --transform 's,^,qemu-,' 10.2.2/qapi 10.2.2/qga/qapi-schema.json`)
	runScript(t, dir, "docs/qemu.md")
	// The host of the page is this one, with a QEMU in place of the socket.
	standIn(t, "ssh", `exec qemu-system-x86_64 -nodefaults -display none -machine none -qmp stdio`)
	runFrame(t, filepath.Join(dir, "control"), "docs/qemu.md", "testdata/qemu/frame_test.go")
}

// needQEMU returns the folder of the corpus, or skips the test if a part is missing.
func needQEMU(t *testing.T) string {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
		missing = t.Fatalf
	}
	for _, program := range []string{"qemu-system-x86_64", "qemu-ga"} {
		if _, err := exec.LookPath(program); err != nil {
			missing("%s is not in PATH (Debian: apt-get install qemu-system-x86 qemu-guest-agent)", program)
		}
	}
	corpus := os.Getenv("QAPI_CORPUS")
	if corpus == "" {
		missing("set QAPI_CORPUS to the folder with QEMU's schemas")
	}
	return corpus
}

// standIn puts a script in front of a program of that name.
func standIn(t *testing.T, name, text string) {
	t.Helper()
	bin := filepath.Join(tmp, "bin")
	if err := os.MkdirAll(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(bin, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// shortDir returns a folder in which sockets have paths short enough for the
// kernel.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "docs") //nolint:usetesting // the names of tests are too long
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
