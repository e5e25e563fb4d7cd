//go:build unix

package main

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// A command that ends before it answers is said to have ended, and by what:
// before it greets, after it has, or while a process of its own holds its
// standard error.
func TestEndOfACommandIsNamed(t *testing.T) {
	const greet = `printf '{"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 0}, "package": ""}, "capabilities": []}}'; `
	for _, tt := range []struct{ name, script, want string }{
		{"exit", `echo no such disk >&2; exit 3`, "ended before it answered on its monitor: exit status 3\n    Its standard error:\n    no such disk\n"},
		{"colours", `printf 'a\033[31mb\r\nc' >&2; exit 1`, "exit status 1\n    Its standard error:\n    a\ufffd[31mb\ufffd\n    c\n"},
		{"success", `exit 0`, "ended before it answered on its monitor: exit status 0\n"},
		{"crash", `echo assertion >&2; ulimit -c 0; kill -SEGV $$`, "ended before it answered on its monitor: signal: segmentation fault\n    Its standard error:\n    assertion\n"},
		{"killed", `kill -KILL $$`, ": signal: killed\n"},
		{"terminated", `kill -TERM $$`, ": signal: terminated\n"},
		{"greeting first", greet + `read request; exit 4`, ": exit status 4\n"},
		{"greeting first, then a crash", greet + `read request; ulimit -c 0; kill -ABRT $$`, ": signal: aborted\n"},
		{"standard error held open", `echo why >&2; sleep 1000 & kill -KILL $$`, ": signal: killed\n    Its standard error:\n    why\n"},
		{"monitor closed, and running", `exec <&- >&-; sleep 1000`, "has not answered on its monitor: the server closed the connection: EOF\n"},
		{"killed before it listens", `: {socket}; kill -KILL $$`, ": signal: killed\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, _, stderr := runCheck(exampleSchema, "--", "sh", "-c", tt.script)
			if status != cli.ExitUnknown || !strings.HasSuffix(stderr, tt.want) {
				t.Errorf("exit status %d, and it says: %s", status, stderr)
			}
		})
	}
}

// The error shows the end of what the command wrote, from the start of a line on.
func TestEndOfStandardErrorIsShown(t *testing.T) {
	for _, tt := range []struct{ name, script, begin, end string }{
		{"lines", `yes 0123456789 | head -c 110000 >&2; echo the end >&2; exit 1`, "\n    The end of its standard error:\n    0123456789\n", "\n    0123456789\n    the end\n"},
		{"one line", `yes 0123456789 | head -c 110000 | tr -d '\n' >&2; exit 1`, "\n    The end of its standard error:\n", "0123456789\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, stderr := runCheck(exampleSchema, "--", "sh", "-c", tt.script)
			if !strings.Contains(stderr, tt.begin) || !strings.HasSuffix(stderr, tt.end) || len(stderr) > 6500 || len(stderr) < 3000 {
				t.Errorf("%d bytes: %.300s ... %s", len(stderr), stderr, stderr[max(0, len(stderr)-100):])
			}
		})
	}
}
