package client

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/qmp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ptr returns a pointer to v, for an optional member.
func ptr[T any](v T) *T { return &v }

// patience bounds a whole test: far more than any needs.
const patience = time.Minute

func testContext(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// shortDir returns a folder whose sockets have names short enough for the
// kernel.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "qmp")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// startProgram runs a program until the test ends.
func startProgram(t *testing.T, name string, args ...string) *os.Process {
	t.Helper()
	cmd := exec.Command(name, args...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", name, &output)
		}
	})
	return cmd.Process
}

// startQEMU starts a machine that is paused and returns the addresses of its
// two monitors.
func startQEMU(t *testing.T, more ...string) (first, second string, process *os.Process) {
	t.Helper()
	return startQEMUProgram(t, "qemu-system-x86_64", more...)
}

func startQEMUProgram(t *testing.T, program string, more ...string) (first, second string, process *os.Process) {
	t.Helper()
	dir := shortDir(t)
	args := []string{
		"-nodefaults", "-display", "none", "-machine", "pc", "-accel", "tcg", "-S", "-m", "32",
		"-chardev", "socket,id=m1,path=" + dir + "/1,server=on,wait=off", "-mon", "chardev=m1,mode=control",
		"-chardev", "socket,id=m2,path=" + dir + "/2,server=on,wait=off", "-mon", "chardev=m2,mode=control,pretty=on",
	}
	process = startProgram(t, program, append(args, more...)...)
	return "unix:" + dir + "/1", "unix:" + dir + "/2", process
}

func dial(t *testing.T, addr string, opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	opts = append(opts, qmp.WithDialRetry(10*time.Millisecond))
	c, err := qmp.Dial(testContext(t), addr, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// makeImage makes a qcow2 image of 1 MiB.
func makeImage(t *testing.T) string {
	t.Helper()
	path := filepath.Join(shortDir(t), "disk.qcow2")
	if out, err := exec.Command("qemu-img", "create", "-q", "-f", "qcow2", path, "1M").CombinedOutput(); err != nil {
		t.Fatalf("qemu-img: %v\n%s", err, out)
	}
	return path
}

// check fails the test at once on an error.
func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
