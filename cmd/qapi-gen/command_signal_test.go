//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// Whatever signal ends check, call or events, the command ends with it, and so do
// the processes that the command started. Each holds a pipe open that the test
// reads; it ends when the last of them has. The command sends the signal itself,
// when there is something to end, and ignores what a group could be told.
func TestNothingOfACommandOutlivesTheProgram(t *testing.T) {
	for _, args := range [][]string{{"check", exampleSchema}, {"call", "stop"}, {"events"}} {
		t.Run(args[0], func(t *testing.T) { endBySignals(t, args) })
	}
}

func endBySignals(t *testing.T, args []string) {
	const ignore = `trap "" INT TERM HUP QUIT; exec 9>"$0"; `
	for _, tt := range []struct{ name, signal, script, want string }{
		{"interrupt", "INT", ignore + `sleep 1000 & kill -INT $PPID; sleep 1000`, "interrupt signal received"},
		{"termination", "TERM", ignore + `sleep 1000 & kill -TERM $PPID; sleep 1000`, "terminated signal received"},
		{"hang-up of the terminal", "HUP", ignore + `sleep 1000 & kill -HUP $PPID; sleep 1000`, "hangup signal received"},
		{"quit key", "QUIT", ignore + `sleep 1000 & kill -QUIT $PPID; sleep 1000`, "quit signal received"},
		{"kill", "KILL", ignore + `kill -KILL $PPID; exec sleep 1000`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.signal == "KILL" && runtime.GOOS != "linux" && runtime.GOOS != "freebsd" {
				t.Skip("the system tells no process of the death of its parent")
			}
			pipe := filepath.Join(t.TempDir(), "pipe")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			ended := untilClosed(pipe)
			cmd := exec.CommandContext(t.Context(), "qapi-gen", append(slices.Clip(args), "--", "sh", "-c", tt.script, pipe)...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			err := cmd.Run()
			status := cmd.ProcessState.ExitCode()
			if err == nil || !strings.Contains(stderr.String(), tt.want) || tt.want != "" && status != cli.ExitUnknown {
				t.Errorf("%v, and it says: %s", err, &stderr)
			}
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
	}
}

// A hang-up that was ignored when check started, as under nohup, stays ignored.
func TestIgnoredHangUpStaysIgnored(t *testing.T) {
	const script = `trap "" HUP; exec qapi-gen check "$0" -- sh -c 'kill -HUP $PPID; exec vmm stdio'`
	if text, err := exec.CommandContext(t.Context(), "sh", "-c", script, exampleSchema).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

// untilClosed reads a named pipe until nobody has it open for writing.
func untilClosed(pipe string) <-chan error {
	ended := make(chan error, 1)
	go func() {
		held, err := os.Open(pipe) // waits for the first who opens it for writing
		if err == nil {
			_, err = io.Copy(io.Discard, held)
		}
		ended <- err
	}()
	return ended
}
