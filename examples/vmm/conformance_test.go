package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
)

// conformanceProfile tells the conformance program what this machine offers.
const conformanceProfile = "../../testdata/qmpconf/vmm.json"

// The conformance program's cases hold for QEMU, and have to hold here.
func TestConformance(t *testing.T) {
	program := conformanceProgram(t)
	dir := t.TempDir()
	first, second := filepath.Join(dir, "1"), filepath.Join(dir, "2")
	status := make(chan int, 1)
	go func() {
		status <- run([]string{"--qmp", "unix:" + first, "--qmp", "unix:" + second, "--test-commands"}, os.Stderr)
	}()
	_ = waitForMonitor(t, second).Close() // which was the last to be there

	cmd := exec.CommandContext(t.Context(), "python3", program,
		"--socket", first, "--socket2", second, "--profile", conformanceProfile)
	report, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", program, err, report)
	} else {
		t.Logf("%s", report)
	}

	if err := vmm.NewClient(waitForMonitor(t, first)).Quit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := <-status; got != 0 {
		t.Errorf("exit status %d", got)
	}
}

// conformanceProgram finds qmpconf.py, or skips the test.
func conformanceProgram(t *testing.T) string {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("QAPI_REQUIRE_REAL") == "1" {
		missing = t.Fatalf
	}
	program := os.Getenv("QAPI_QMPCONF")
	if corpus := os.Getenv("QAPI_CORPUS"); program == "" && corpus != "" {
		program = filepath.Join(corpus, "../qmpconf/qmpconf.py")
	}
	if program == "" {
		missing("set QAPI_QMPCONF to the program qmpconf.py, or QAPI_CORPUS to the folder of QEMU's schemas, which it is beside in qmpconf/")
	}
	if _, err := os.Stat(program); err != nil {
		missing("the conformance program: %v", err)
	}
	if _, err := exec.LookPath("python3"); err != nil {
		missing("the conformance program needs python3: %v", err)
	}
	return program
}

// waitForMonitor connects to a socket that may not be there yet. The
// connection is closed when the test ends, or to make way for the next client.
func waitForMonitor(t *testing.T, path string) *qmp.Conn {
	t.Helper()
	conn, err := qmp.Dial(t.Context(), "unix:"+path, qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
