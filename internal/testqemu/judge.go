package testqemu

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// A Judge is a Python program that runs QEMU's own front end. It answers each
// line with a line. It ends with its test.
type Judge struct {
	in  io.Writer
	out *bufio.Reader
}

// StartJudge starts the program in the file script, with the source tree as its
// argument.
func StartJudge(t *testing.T, script string) *Judge {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "python3", script, Source(t)) //nolint:gosec // of the package under test
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait() // the context may have ended it
	})
	return &Judge{in: in, out: bufio.NewReader(out)}
}

// Ask sends a line and returns the answer without its newline.
func (j *Judge) Ask(t *testing.T, line string) string {
	t.Helper()
	if _, err := fmt.Fprintln(j.in, line); err != nil {
		t.Fatal(err)
	}
	answer, err := j.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the judge is gone: %v", err)
	}
	return answer[:len(answer)-1]
}
