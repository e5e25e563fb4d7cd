package model

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// qemu is a QEMU that all programs run against, with a monitor for each client.
type qemu struct{ dir string }

func (q *qemu) dial(client int) (net.Conn, error) {
	path := filepath.Join(q.dir, fmt.Sprint(client))
	for deadline := time.Now().Add(patience); ; <-time.After(10 * time.Millisecond) {
		conn, err := net.Dial("unix", path)
		if err == nil || time.Now().After(deadline) {
			return conn, err
		}
	}
}

func (*qemu) kinds() []kind   { return commonKinds() }
func (*qemu) blocker() string { return "command" }
func (*qemu) emit() bool      { return false }
func (*qemu) release() bool   { return false }
func (*qemu) releaseAll()     {}
func (*qemu) emitted() int    { return 0 }
func (*qemu) discards() bool  { return true }

// startQEMU starts a QEMU without a machine, until the test ends.
func startQEMU(t *testing.T, program string) *qemu {
	t.Helper()
	dir := t.TempDir()
	args := []string{"-M", "none", "-nodefaults", "-display", "none"}
	for i := range mostClients {
		id := fmt.Sprintf("m%d", i)
		args = append(args,
			"-chardev", fmt.Sprintf("socket,id=%s,path=%s/%d,server=on,wait=off", id, dir, i),
			"-mon", "mode=control,chardev="+id)
	}
	cmd := exec.Command(program, args...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("%s said:\n%s", program, &output)
		}
	})
	return &qemu{dir}
}

// The same programs find that QEMU does what the model says, as far as QEMU has the
// commands: the model is of the protocol, not of a server of ours.
func TestQEMUDoesWhatTheModelSays(t *testing.T) {
	for name, program := range map[string]string{"system": "qemu-system-x86_64", "10.0": os.Getenv("QAPI_QEMU10")} {
		t.Run(name, func(t *testing.T) {
			path, err := exec.LookPath(program)
			if err != nil && os.Getenv("QAPI_REQUIRE_REAL") == "1" {
				t.Fatalf("%v: install QEMU, and set QAPI_QEMU10 to a QEMU 10.0, or leave QAPI_REQUIRE_REAL unset", err)
			}
			if err != nil {
				t.Skipf("%v: install QEMU, and set QAPI_QEMU10 to a QEMU 10.0", err)
			}
			q := startQEMU(t, path)
			rapid.Check(t, func(rt *rapid.T) { runProgram(rt, q) })
		})
	}
}
