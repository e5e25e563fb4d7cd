package main

import (
	"bytes"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/qapi-go/qapi-gen/generated/vmm"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// serveExample serves the example schema at a socket, whose path it returns.
func serveExample(t *testing.T) (path string) {
	t.Helper()
	t.Cleanup(func() { goleak.VerifyNone(t) })
	path = filepath.Join(t.TempDir(), "qmp")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	srv := server.New(vmm.DispatchTable(implementsNothing{vmm.UnimplementedCommands{}}))
	var serving sync.WaitGroup
	serving.Go(func() { _ = srv.Serve(t.Context(), l) })
	t.Cleanup(func() {
		_ = srv.Close()
		serving.Wait()
	})
	return path
}

// A monitor that runs is asked at its socket.
func TestMonitorIsAskedAtItsSocket(t *testing.T) {
	path := serveExample(t)
	for _, tt := range []struct {
		args   []string
		status int
		want   string // in either output
	}{
		{[]string{"check", "../../testdata/qapi-schema/vmm.json"}, cli.ExitSuccess, "the server matches the schema: "},
		{[]string{"check", "-D", "CONFIG_LINUX", "../../testdata/qapi-schema/vmm.json"}, cli.ExitFailure, "only if CONFIG_TEST_COMMANDS"},
		{[]string{"query", "query-status/ret-type/running"}, cli.ExitSuccess, "query-status/ret-type/running\tyes\n"},
		{[]string{"query", "query-status/ret-type/running", "--socket", path}, cli.ExitSuccess, "running\tyes\n"},
		{[]string{"query", "query-status", "query-nothing"}, cli.ExitFailure, "query-nothing\tno\n"},
	} {
		var out, errs bytes.Buffer
		status := run(append(tt.args, "--socket", "unix:"+path), strings.NewReader(""), &out, &errs)
		if status != tt.status || !strings.Contains(out.String()+errs.String(), tt.want) {
			t.Errorf("%v: exit status %d\n%s%s", tt.args, status, &out, &errs)
		}
	}
}

// A shell completes paths with what the monitor has.
func TestPathsAreCompletedFromAMonitor(t *testing.T) {
	path := serveExample(t)
	for _, tt := range []struct{ socket, typed, want string }{
		{path, "query-status/ret-type/r", "query-status/ret-type/running\n:6\n"},
		{"unix:" + path, "migrate-re", "migrate-recover\n:6\n"},
		{path + "-not-there", "query-status/", ":4\n"},
	} {
		var out, errs bytes.Buffer
		status := run([]string{"__complete", "query", "--socket", tt.socket, tt.typed}, strings.NewReader(""), &out, &errs)
		if status != cli.ExitSuccess || out.String() != tt.want {
			t.Errorf("%v: exit status %d\n%s%s", tt, status, &out, &errs)
		}
	}
}

// What is no monitor is given up, with a word on what it may be.
func TestSilentServerIsGivenUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "qmp")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out, errs bytes.Buffer
	status := run([]string{"query", "--socket", "unix:" + path, "--timeout", "10ms", "x"}, strings.NewReader(""), &out, &errs)
	if status != cli.ExitUnknown || !strings.Contains(errs.String(), "or it is a guest agent, which has no introspection") {
		t.Errorf("exit status %d\n%s%s", status, &out, &errs)
	}
}
