package server_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

const (
	gen      = qmp.GenericError
	notFound = qmp.CommandNotFound
)

func TestServerGreeting(t *testing.T) {
	version := server.WithVersion(qmp.Version{Major: 7, Minor: 2, Micro: 1, Package: "Débian"})
	const info = `{"qemu": {"micro": 1, "minor": 2, "major": 7}, "package": "D\u00E9bian"}`

	s := serveTable(t, basicTable(newGate()), version)
	m := s.dial()
	m.expect(`{"QMP": {"version": ` + info + `, "capabilities": ["oob"]}}`)
	m.send(`{"execute": "qmp_capabilities"}{"execute": "query-version"}`)
	m.expect(`{"return": {}}`, `{"return": `+info+`}`)

	s = serveTable(t, basicTable(newGate()), version, server.WithOOBWithheld())
	m = s.dial()
	m.expect(`{"QMP": {"version": ` + info + `, "capabilities": []}}`)
	m.send(`{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`)
	m.expect(refusal(gen, "Capability oob not available", ""))
}

func TestServerNegotiation(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	m := s.dial()
	m.receive()
	for _, step := range []struct{ request, reply string }{
		{`{"execute": "ping", "id": 1}`, refusal(notFound, "Expecting capabilities negotiation with 'qmp_capabilities'", "1")},
		{`{"execute": "no-such-command"}`, refusal(notFound, "Expecting capabilities negotiation with 'qmp_capabilities'", "")},
		{`{"execute": "ping", "arguments": 1}`, refusal(gen, "QMP input member 'arguments' must be an object", "")},
		{`{"exec-oob": "qmp_capabilities"}`, refusal(gen, "QMP input member 'exec-oob' is unexpected", "")},
		{`{"execute": "qmp_capabilities", "arguments": {"enable": ["oob", "x"]}}`, refusal(gen, "Parameter 'enable[1]' does not accept value 'x'", "")},
		{`{"execute": "qmp_capabilities", "arguments": {"enable": null}}`, refusal(gen, "Invalid parameter type for 'enable', expected: array", "")},
		{`{"execute": "qmp_capabilities", "arguments": {"bogus": 1}}`, refusal(gen, "Parameter 'bogus' is unexpected", "")},
		{`{"execute": "ping"}`, refusal(notFound, "Expecting capabilities negotiation with 'qmp_capabilities'", "")},
		{`{"execute": "qmp_capabilities", "arguments": {"enable": ["oob", "oob"]}, "id": 2}`, success("2")},
		{`{"exec-oob": "rescue", "id": 3}`, success("3")},
		{`{"execute": "qmp_capabilities"}`, refusal(notFound, "Capabilities negotiation is already complete, command ignored", "")},
		{`{"execute": "qmp_capabilities", "arguments": {"enable": 1}}`, refusal(gen, "Invalid parameter type for 'enable', expected: array", "")},
		{`{"exec-oob": "rescue", "id": 4}`, success("4")},
	} {
		m.send("%s", step.request)
		m.expect(step.reply)
	}
}

func TestServerRequestChecks(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	for _, test := range []struct {
		name    string
		oob     bool
		request string
		reply   string
	}{
		{"not JSON", false, `{"id": 1, "execute": bogus}`, refusal(gen, "JSON parse error, invalid keyword 'bogus'", "")},
		{"no object", false, `[1]`, refusal(gen, "QMP input must be a JSON object", "")},
		{"lacks execute", false, `{"id": [1, "a"]}`, refusal(gen, "QMP input lacks member 'execute'", `[1, "a"]`)},
		{"execute is no string", false, `{"execute": 1, "id": 1}`, refusal(gen, "QMP input member 'execute' must be a string", "1")},
		{"unknown member", false, `{"execute": "ping", "b\u00e9": 1}`, refusal(gen, `QMP input member 'b\u00E9' is unexpected`, "")},
		{"shape comes before lookup", false, `{"execute": "none", "arguments": []}`, refusal(gen, "QMP input member 'arguments' must be an object", "")},
		{"lookup comes before arguments", false, `{"execute": "none", "arguments": {"x": 1}}`, refusal(notFound, "The command none has not been found", "")},
		{"name of a command by escapes", false, `{"execute": "p\u0069ng", "id": 1}`, success("1")},
		{"OOB without its being enabled", false, `{"exec-oob": "rescue"}`, refusal(gen, "QMP input member 'exec-oob' is unexpected", "")},
		{"both keys", true, `{"execute": "ping", "exec-oob": "rescue"}`, refusal(gen, "QMP input member 'exec-oob' clashes with 'execute'", "")},
		{"OOB of a command that is not for it", true, `{"exec-oob": "ping", "arguments": {"bogus": 1}}`, refusal(gen, "The command ping does not support OOB", "")},
		{"OOB of an unknown command", true, `{"exec-oob": "none"}`, refusal(notFound, "The command none has not been found", "")},
		{"an OOB command in-band", true, `{"execute": "rescue", "id": 1}`, success("1")},
		{"the RFC's form", true, `{"execute": "rescue", "control": {"run-oob": true}}`, refusal(gen, "QMP input member 'control' is unexpected", "")},
		{"no arguments taken", false, `{"execute": "ping", "arguments": {"x": 1}}`, refusal(gen, "Parameter 'x' is unexpected", "")},
		{"empty arguments", false, `{"execute": "ping", "arguments": {}, "id": null}`, success("null")},
		{"class of an error", false, `{"execute": "fail"}`, refusal(qmp.DeviceNotFound, "no device", "")},
		{"an error without class", false, `{"execute": "fail-plainly"}`, refusal(gen, "no luck", "")},
		{"a panic", false, `{"execute": "panic", "id": 1}`, refusal(gen, "Internal error: the command panic panicked", "1")},
		{"a panic out-of-band", true, `{"exec-oob": "panic-oob", "id": 1}`, refusal(gen, "Internal error: the command panic-oob panicked", "1")},
		{"a panic in a coroutine", false, `{"execute": "panic-coroutine", "id": 1}`, refusal(gen, "Internal error: the command panic-coroutine panicked", "1")},
		{"a panic in an error", false, `{"execute": "panic-in-error", "id": 1}`, refusal(gen, "Internal error: the command panic-in-error panicked", "1")},
		{"a nil *Error", false, `{"execute": "fail-with-nil"}`, refusal(gen, "unknown error: the command returned a nil *Error, which is not a nil error", "")},
		{"return in ASCII", false, `{"execute": "status"}`, `{"return": {"running": true, "status": "\u00FCnning"}}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := s.connect(test.oob)
			m.t = t
			m.send("%s", test.request)
			m.expect(test.reply)
			m.send(`{"execute": "ping", "id": "after"}`)
			m.expect(success(`"after"`))
		})
	}
}

// The codec has a limit of its own, whatever the server's is.
func TestServerRefusesArgumentsTooDeepForTheCodec(t *testing.T) {
	s := serveTable(t, policyTable(), server.WithLimits(server.Limits{Nesting: 1 << 12}))
	m := s.connect(false)
	m.send(`{"execute": "echo", "arguments": {"old": %s}}`, strings.Repeat("[", 2000)+strings.Repeat("]", 2000))
	m.expect(refusal(gen, "malformed JSON at byte 1030: arrays and objects are nested more than 1024 deep", ""))
	m.send(`{"execute": "echo", "id": 2}`)
	m.expect(success("2"))
}

func TestServerSendsNoReplyForNoReplyCommands(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	m := s.connect(false)
	m.send(`{"execute": "quiet", "id": 1}{"execute": "ping", "id": 2}`)
	m.expect(success("2"))
	m.send(`{"execute": "quiet", "id": 1, "bogus": 1}`)
	m.expect(refusal(gen, "QMP input member 'bogus' is unexpected", "1"))
}

func TestServerPassesRawArguments(t *testing.T) {
	raw := server.Command{Name: "raw", Handler: func(_ context.Context, args server.Args) (any, error) { return args.Raw(), nil }}
	s := serveTable(t, &server.DispatchTable{Commands: []server.Command{raw}})
	m := s.connect(false)
	m.send(`{"execute": "raw", "arguments": {'a': [1.50, "\u00e9"]}} {"execute": "raw"}`)
	m.expect(`{"return": {"a": [1.5, "\u00E9"]}}`, `{"return": {}}`)
}

func TestServerBuiltInCommands(t *testing.T) {
	table := basicTable(newGate())
	table.Commands = table.Commands[:6]
	s := serveTable(t, table)
	m := s.connect(false)
	const names = `{"name": "qmp_capabilities"}, {"name": "query-commands"}, {"name": "query-version"}, {"name": "query-qmp-schema"}, {"name": "block"}`
	const ping = `[{"name": "ping", "meta-type": "command", "arg-type": "0", "ret-type": "0"}]`
	m.send(`{"execute": "query-commands"}{"execute": "query-qmp-schema"}`)
	m.expect(`{"return": [`+names+`, {"name": "ping"}]}`, `{"return": `+ping+`}`)

	if err := s.Disable("ping", "not today"); err != nil {
		t.Fatal(err)
	}
	m.send(`{"execute": "query-commands"}{"execute": "query-qmp-schema"}{"execute": "ping"}`)
	m.expect(`{"return": [`+names+`]}`, `{"return": []}`, refusal(notFound, "Command ping has been disabled: not today", ""))

	if err := s.Enable("ping"); err != nil {
		t.Fatal(err)
	}
	m.send(`{"execute": "query-qmp-schema"}{"execute": "ping", "id": 1}`)
	m.expect(`{"return": `+ping+`}`, success("1"))

	if err := s.Disable("none", ""); err == nil {
		t.Error("a command that is not there can be disabled")
	}
}

func TestServerPreconfig(t *testing.T) {
	table := &server.DispatchTable{Commands: []server.Command{answer("early", server.AllowPreconfig), answer("late", 0)}}
	s := serveTable(t, table, server.WithPreconfig())
	m := s.connect(false)
	m.send(`{"execute": "early", "id": 1}{"execute": "late", "arguments": {"bogus": 1}}`)
	m.expect(success("1"), refusal(gen, "The command 'late' is not available before the machine is configured", ""))
	s.LeavePreconfig()
	m.send(`{"execute": "late", "id": 2}`)
	m.expect(success("2"))
}

func TestNewRefusesBadTables(t *testing.T) {
	for name, table := range map[string]*server.DispatchTable{
		"no handler":        {Commands: []server.Command{{Name: "x"}}},
		"twice":             {Commands: []server.Command{answer("x", 0), answer("x", 0)}},
		"OOB and coroutine": {Commands: []server.Command{answer("x", server.AllowOOB|server.Coroutine)}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("New took the table")
				}
			}()
			server.New(table)
		})
	}
	t.Run("no such event to throttle", func(t *testing.T) {
		defer func() {
			if recover() == nil {
				t.Error("New took the option")
			}
		}()
		server.New(basicTable(newGate()), server.WithThrottle("NONE", time.Second))
	})
}

func TestServerTakesNilOptionsForNone(t *testing.T) {
	s := serveTable(t, basicTable(newGate()), server.WithExecutor(nil), server.WithLogger(nil), server.WithCallHook(nil))
	m := s.connect(false)
	m.send(`{"execute": "panic"}`)
	m.expect(refusal(gen, "Internal error: the command panic panicked", ""))
}
