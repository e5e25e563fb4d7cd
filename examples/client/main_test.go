package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/qmp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// startVMM runs examples/vmm until the test ends.
func startVMM(t *testing.T, args ...string) (addr string) {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "vmm")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../vmm").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	addr = "unix:" + filepath.Join(dir, "s")
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), program, append(args, "--qmp", addr)...)
	var output bytes.Buffer
	cmd.Stderr = &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("vmm: %v\n%s", err, &output)
		}
	})
	return addr
}

func TestClientShowsItAll(t *testing.T) {
	addr := startVMM(t, "--test-commands")
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{addr}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("exit status %d\n%s", code, &stderr)
	}
	const want = `connected to version 1.2.0, capabilities [oob]
status: prelaunch, running: false
the event RESUME came
the event STOP came
x-block: the main loop is stuck
query-status: no answer in-band
query-yank: answered out-of-band, 0 instances
x-block: the main loop goes on
`
	if stdout.String() != want {
		t.Errorf("output:\n%swant:\n%s", &stdout, want)
	}
}

func TestClientWatchesEvents(t *testing.T) {
	second := "unix:" + filepath.Join(t.TempDir(), "s")
	first := startVMM(t, "--test-commands", "--qmp", second)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	lines, stdout := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"--watch", first}, stdout, io.Discard)
		_ = stdout.Close()
	}()
	var last string
	for in := bufio.NewScanner(lines); in.Scan(); {
		last = in.Text()
		switch {
		case last == "watching events":
			powerDown(t, second)
		case strings.Contains(last, "POWERDOWN"):
			cancel()
		}
	}
	if got := <-code; got != 0 || !strings.HasSuffix(last, "POWERDOWN {}") {
		t.Errorf("exit status %d, last line %q", got, last)
	}
}

// powerDown causes an event by way of another monitor.
func powerDown(t *testing.T, addr string) {
	t.Helper()
	conn, err := qmp.Dial(t.Context(), addr)
	if err != nil {
		t.Fatal(err)
	}
	if err := vmm.NewClient(conn).SystemPowerdown(t.Context()); err != nil {
		t.Error(err)
	}
	_ = conn.Close()
}

func TestClientSaysWhatIsMissing(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no address", nil, 2, "usage: client"},
		{"no such flag", []string{"--no"}, 2, "usage: client"},
		{"bad address", []string{"/tmp/s"}, 1, "want unix:PATH, tcp:HOST:PORT or fd:N"},
		{"no test commands", []string{startVMM(t)}, 1, "start the VMM with --test-commands"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), tt.args, &stdout, &stderr)
			if code != tt.code || !strings.Contains(stderr.String(), tt.want) {
				t.Errorf("exit status %d, want %d; said %q, want %q", code, tt.code, &stderr, tt.want)
			}
		})
	}
}
