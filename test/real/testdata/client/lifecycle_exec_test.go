package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/lifecycle"
)

// writerFunc is a function as an io.Writer.
type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(data []byte) (int, error) { return f(data) }

// leftovers returns the files that Exec has left in the guest, which is this host.
func leftovers(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("/tmp/guest-exec-*")
	check(t, err)
	return files
}

func TestExecStreamsItsOutput(t *testing.T) {
	agent := startAgent(t)
	fifo := filepath.Join(shortDir(t), "fifo")
	check(t, syscall.Mkfifo(fifo, 0o600))
	var out, errs bytes.Buffer
	var pid int64
	err := lifecycle.Exec(testContext(t), agent, lifecycle.GuestCommand{
		Path: "/bin/sh", Args: []string{"-c", `cat; echo "$WORD" >&2; umask; cat "$0"; exit 3`, fifo},
		Env: []string{"WORD=world"}, Stdin: []byte("hello\n"), Interval: 10 * time.Millisecond,
		Stdout: writerFunc(func(data []byte) (int, error) {
			if out.Len() == 0 { // the program waits for this
				check(t, os.WriteFile(fifo, []byte("more"), 0))
			}
			return out.Write(data)
		}),
		Stderr: &errs, Started: func(p int64) { pid = p },
	})
	var exit *lifecycle.ExitError
	if !errors.As(err, &exit) || exit.Code != 3 {
		t.Errorf("err = %v, want exit status 3", err)
	}
	lines := strings.Split(out.String(), "\n")
	if lines[0] != "hello" || lines[len(lines)-1] != "more" || errs.String() != "world\n" || pid == 0 {
		t.Errorf("process %d wrote %q and %q", pid, &out, &errs)
	}
	if lines[1] == "0077" {
		t.Error("the program has the umask of the output files")
	}
	if left := leftovers(t); len(left) > 0 {
		t.Errorf("files are left: %q", left)
	}
}

func TestExecOfPrograms(t *testing.T) {
	agent, captured := startAgent(t), startAgent(t, "guest-file-open")
	const size = 3 << 20
	tests := []struct {
		name   string
		cmd    lifecycle.GuestCommand
		out    int
		code   int
		signal int
	}{
		{"without output", lifecycle.GuestCommand{Path: "true"}, 0, 0, 0},
		{"with much output", lifecycle.GuestCommand{Path: "head", Args: []string{"-c", "3145728", "/dev/zero"}}, size, 0, 0},
		{"with spaces and signs", lifecycle.GuestCommand{Path: "printf", Args: []string{"%s", `a  $(b) "'`}}, len(`a  $(b) "'`), 0, 0},
		{"ended by a signal", lifecycle.GuestCommand{Path: "/bin/sh", Args: []string{"-c", "kill -9 $$"}}, 0, -1, 9},
	}
	for _, tt := range tests {
		for how, agent := range map[string]*qmp.Conn{"streamed": agent, "captured": captured} {
			t.Run(tt.name+", "+how, func(t *testing.T) {
				var out bytes.Buffer
				tt.cmd.Stdout, tt.cmd.Interval = &out, time.Millisecond
				err := lifecycle.Exec(testContext(t), agent, tt.cmd)
				var exit *lifecycle.ExitError
				if errors.As(err, &exit); exit == nil {
					exit = &lifecycle.ExitError{}
				}
				if out.Len() != tt.out || exit.Code != tt.code || exit.Signal != tt.signal {
					t.Errorf("%d bytes, %v", out.Len(), err)
				}
			})
		}
	}
	for how, agent := range map[string]*qmp.Conn{"streamed": agent, "captured": captured} {
		err := lifecycle.Exec(testContext(t), agent, lifecycle.GuestCommand{Path: "/no/such/program", Stdout: io.Discard})
		if err == nil {
			t.Errorf("%s: a program that does not exist is no error", how)
		}
		t.Logf("%s: %v", how, err)
	}
	if left := leftovers(t); len(left) > 0 {
		t.Errorf("files are left: %q", left)
	}
}

func TestExecEndsWithItsContext(t *testing.T) {
	agent := startAgent(t)
	ctx, cancel := context.WithCancel(testContext(t))
	var pid int64
	err := lifecycle.Exec(ctx, agent, lifecycle.GuestCommand{
		Path: "/bin/sh", Args: []string{"-c", "echo begun; exec sleep 1000"}, Interval: time.Millisecond,
		Stdout:  writerFunc(func(data []byte) (int, error) { cancel(); return len(data), nil }),
		Started: func(p int64) { pid = p },
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
	if left := leftovers(t); len(left) > 0 {
		t.Errorf("files are left: %q", left)
	}
	check(t, syscall.Kill(int(pid), syscall.SIGKILL)) // it goes on
}
