package server_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// As any panic of the program, that of a trace hook ends the process.
func TestPanicOfATraceHookEndsTheProcess(t *testing.T) {
	if os.Getenv("QAPI_TRACE_PANICS") == "" {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "QAPI_TRACE_PANICS=yes")
		if out, err := cmd.CombinedOutput(); err == nil || !bytes.Contains(out, []byte("panic: the hook panics")) {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	s := serveTable(t, basicTable(newGate()), server.WithTrace(func(m qmp.WireMessage) {
		if m.Direction == qmp.Sent && bytes.Contains(m.Data, []byte("boom")) {
			panic("the hook panics")
		}
	}))
	m := s.connect(false)
	server.SetQuick(s.Server, "ping", true)
	m.send(`{"execute": "ping", "id": "boom"}`)
	m.receive()
}
