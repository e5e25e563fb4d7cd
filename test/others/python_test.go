package others

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/qmp"
)

// startVMM starts examples/vmm, and returns its socket once it can be connected to.
func startVMM(t *testing.T) (path string) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "vmm")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../examples/vmm").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	path = filepath.Join(dir, "qmp")
	cmd := exec.Command(program, "--qmp", "unix:"+path)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := qmp.Dial(ctx, "unix:"+path, qmp.WithDialRetry(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	return path
}

// python runs a program with QEMU's Python packages.
func python(t *testing.T, input string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), need(t, "python3", "python3"), args...)
	cmd.Env = append(os.Environ(), "PYTHONPATH="+filepath.Join(testqemu.Source(t), "python"), "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stdin = strings.NewReader(input)
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, &log)
	}
	return string(out)
}

func TestQEMUsPythonClientUsesOurServer(t *testing.T) {
	testqemu.Source(t)
	got := python(t, "", filepath.Join("testdata", "client.py"), startVMM(t))
	const want = `status prelaunch
event RESUME
error CommandNotFound The command no-such-command has not been found
at once 100 {'running'}
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestQMPShellUsesOurServer(t *testing.T) {
	testqemu.Source(t)
	got := python(t, "query-status\nballoon value=abc\nno-such-command\ncont\n", "-m", "qemu.qmp.qmp_shell", startVMM(t))
	const want = `Welcome to the QMP low-level shell!
Connected to QEMU 1.2.0

(QEMU) {"return": {"running": false, "status": "prelaunch"}}
(QEMU) {"error": {"class": "GenericError", "desc": "Parameter 'value' expects uint64"}}
(QEMU) {"error": {"class": "CommandNotFound", "desc": "The command no-such-command has not been found"}}
(QEMU) {"return": {}}
(QEMU) `
	if strings.TrimRight(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
