package client

import (
	"io"
	"os/exec"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
)

// childPipe is the standard input and output of a child process.
type childPipe struct {
	io.Reader
	io.WriteCloser
}

// A connection needs no socket: QEMU's monitor may be its standard input and
// output, as at the far end of ssh.
func TestClientOverStandardInputAndOutput(t *testing.T) {
	cmd := exec.Command("qemu-system-x86_64", "-nodefaults", "-display", "none", "-machine", "pc", "-accel", "tcg",
		"-S", "-m", "32", "-qmp", "stdio")
	stdin, err := cmd.StdinPipe()
	check(t, err)
	stdout, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	conn, err := qmp.NewConn(testContext(t), childPipe{stdout, stdin})
	check(t, err)
	driveQEMU(t, conn)
	_ = cmd.Process.Kill() // a client does not end the output of its child
	_ = conn.Close()
}
