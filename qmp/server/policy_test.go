package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

type oldArgs struct{ Old, Trial *string }

var typeOldArgs = qapi.Type{Name: "old", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "old", Flags: qapi.Optional | qapi.DeprecatedMember},
	{Name: "trial", Flags: qapi.Optional | qapi.UnstableMember},
}}

func (*oldArgs) QAPIType() *qapi.Type { return &typeOldArgs }

func policyTable() *server.DispatchTable {
	return &server.DispatchTable{
		Commands: []server.Command{
			{Name: "query-qmp-schema"}, {Name: "query-commands"},
			answer("old", server.DeprecatedCommand|server.AllowOOB),
			answer("trial", server.UnstableCommand),
			{Name: "echo", Handler: func(_ context.Context, args server.Args) (any, error) {
				var a oldArgs
				err := args.Decode(&a)
				return a, err
			}},
		},
		Introspection: `[
			{"name": "old", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["deprecated"]},
			{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"},
			{"name": "1", "meta-type": "object", "members": [
				{"name": "old", "type": "str", "default": null, "features": ["deprecated"]},
				{"name": "trial", "type": "str", "default": null, "features": ["unstable"]}]}]`,
	}
}

func TestServerInputPolicy(t *testing.T) {
	s := serveTable(t, policyTable(), server.WithInputPolicy(qapi.InputPolicy{Deprecated: qapi.Reject, Unstable: qapi.Accept}))
	m := s.connect(true)
	for _, step := range []struct{ request, reply string }{
		{`{"execute": "old", "arguments": {"bogus": 1}}`, refusal(notFound, "The command old is deprecated, and disabled by policy", "")},
		{`{"exec-oob": "old"}`, refusal(notFound, "The command old is deprecated, and disabled by policy", "")},
		{`{"execute": "trial", "id": 1}`, success("1")},
		{`{"execute": "echo", "arguments": {"old": "x"}}`, refusal(gen, "Parameter 'old' is deprecated, and disabled by policy", "")},
		{`{"execute": "echo", "arguments": {"trial": "x"}}`, `{"return": {"trial": "x"}}`},
	} {
		m.send("%s", step.request)
		m.expect(step.reply)
	}
}

func TestServerOutputPolicy(t *testing.T) {
	s := serveTable(t, policyTable(), server.WithOutputPolicy(qapi.OutputPolicy{HideDeprecated: true}))
	m := s.connect(false)
	m.send(`{"execute": "query-commands"}{"execute": "query-qmp-schema"}{"execute": "echo", "arguments": {"old": "x", "trial": "y"}}`)
	m.expect(
		`{"return": [{"name": "query-qmp-schema"}, {"name": "query-commands"}, {"name": "trial"}, {"name": "echo"}, {"name": "qmp_capabilities"}]}`,
		`{"return": [{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"}, `+
			`{"members": [{"name": "trial", "type": "str", "default": null, "features": ["unstable"]}], "meta-type": "object", "name": "1"}]}`,
		`{"return": {"trial": "y"}}`)
}

func TestServerTellsHookAndLog(t *testing.T) {
	var mu sync.Mutex
	var calls []server.Call
	var log bytes.Buffer
	s := serveTable(t, basicTable(newGate()),
		server.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelError}))),
		server.WithCallHook(func(c server.Call) {
			mu.Lock()
			defer mu.Unlock()
			calls = append(calls, c)
		}))
	m := s.connect(true)
	m.send(`{"execute": "panic", "id": 1}{"execute": "none"}{"execute": "ping", "id": 2}`)
	m.expect(refusal(gen, "Internal error: the command panic panicked", "1"), refusal(notFound, "The command none has not been found", ""), success("2"))
	m.send(`{"exec-oob": "rescue", "id": 3}`)
	m.expect(success("3"))
	mu.Lock()
	defer mu.Unlock()
	want := []server.Call{
		{Monitor: 1, Command: "qmp_capabilities"},
		{Monitor: 1, Command: "panic", Err: &qmp.Error{Class: gen, Desc: "Internal error: the command panic panicked"}},
		{Monitor: 1, Command: "ping"},
		{Monitor: 1, Command: "rescue", OOB: true},
	}
	if diff := cmp.Diff(want, calls, cmpopts.IgnoreFields(server.Call{}, "Start", "Duration")); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if text := log.String(); !strings.Contains(text, "of a handler") || !strings.Contains(text, "command=panic") {
		t.Errorf("the log does not tell of the panic:\n%s", text)
	}
}

func TestServerIntrospectionLeavesOutWhatItDoesNotHave(t *testing.T) {
	table := policyTable()
	table.Introspection = `[
		{"name": "echo", "meta-type": "command", "arg-type": "1", "ret-type": "1"},
		{"name": "gone", "meta-type": "command", "arg-type": "2", "ret-type": "[3]"},
		{"name": "GONE", "meta-type": "event", "arg-type": "2"},
		{"name": "1", "meta-type": "object", "members": [{"name": "a", "type": "[4]"}],
		 "tag": "t", "variants": [{"case": "c", "type": "5"}]},
		{"name": "2", "meta-type": "object", "members": []},
		{"name": "3", "meta-type": "object", "members": [{"name": "b", "type": "4"}]},
		{"name": "4", "meta-type": "enum", "values": ["x"], "members": [{"name": "x"}]},
		{"name": "5", "meta-type": "object", "members": []},
		{"name": "[3]", "meta-type": "array", "element-type": "3"},
		{"name": "[4]", "meta-type": "array", "element-type": "4"}]`
	s := serveTable(t, table)
	m := s.connect(false)
	m.send(`{"execute": "query-qmp-schema"}`)
	var reply struct{ Return []struct{ Name string } }
	if err := json.Unmarshal([]byte(m.receive()), &reply); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range reply.Return {
		names = append(names, entry.Name)
	}
	if diff := cmp.Diff([]string{"echo", "1", "4", "5", "[4]"}, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
