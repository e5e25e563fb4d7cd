//go:build unix

package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// The scripts in testdata/monitor talk to examples/vmm:
//
//	serve NAME ARG...    start it; the variable NAME is the path of its monitor
//
// The variable VMM is the program.
func TestMonitorScripts(t *testing.T) {
	program := filepath.Join(t.TempDir(), "vmm")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../examples/vmm")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "monitor"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       testgolden.Updating(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("VMM", program)
			schemas, err := filepath.Abs(filepath.Join("..", "..", "testdata", "qapi-schema"))
			env.Setenv("SCHEMAS", schemas)
			return err
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits,
			"serve": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) == 0 {
					ts.Fatalf("usage: serve NAME ARG...")
				}
				ts.Setenv(args[0], serve(ts, program, args[0], args[1:]))
			},
		},
	})
}

// serve starts the program with a monitor at a socket of its own, to which clients
// can connect at once.
func serve(ts *testscript.TestScript, program, name string, args []string) (path string) {
	dir, err := os.MkdirTemp("", "vmm") // the path of a socket must be short
	ts.Check(err)
	ts.Defer(func() { _ = os.RemoveAll(dir) })
	path = filepath.Join(dir, name)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	ts.Check(err)
	l.SetUnlinkOnClose(false)
	socket, err := l.File()
	ts.Check(err)
	ts.Check(l.Close())
	cmd := exec.Command(program, append([]string{"--qmp", "fd:3"}, args...)...)
	cmd.ExtraFiles = []*os.File{socket}
	ts.Check(cmd.Start())
	ts.Check(socket.Close())
	ts.Defer(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
	})
	return path
}

// Words of a call are completed by what a running server says.
func TestShellCompletionAsksTheServer(t *testing.T) {
	path := serveExample(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"call", path, "query-stat"}, "query-status\tobject\n"},
		{[]string{"call", path, "blockdev-add", "driver=raw", "fi"}, "file=\tobject|str\nfile.\tobject|str\n"},
		{[]string{"call", "unix:" + filepath.Dir(path) + "/"}, "unix:" + path + "\n"},
		{[]string{"call", path + "-none", "q"}, ""},
		{[]string{"call", "--raw", path, "q"}, ""},
		{[]string{"call", "--schema", exampleSchema, path + "-none", "query-stat"}, "query-status\tStatusInfo, Tell what the virtual machine is doing.\n"},
		{[]string{"events", path, "STOP", "S"}, "SHUTDOWN\n"},
	} {
		var out, errs bytes.Buffer
		status := run(append([]string{"__complete"}, tt.args...), strings.NewReader(""), &out, &errs)
		words := out.String()[:strings.LastIndexByte(out.String(), ':')] // the rest says what shells may add
		if status != cli.ExitSuccess || words != tt.want {
			t.Errorf("%v: exit status %d, %q\nwant %q", tt.args, status, words, tt.want)
		}
	}
}
