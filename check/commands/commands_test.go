package commands_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/check/commands"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/qmp"
)

const schemaText = `{ 'struct': 'Info', 'data': { 'name': 'str' } }
{ 'struct': 'Reach', 'data': { '*timeout': 'int', 'to': 'str' } }
{ 'command': 'query-commands', 'returns': [ 'Info' ] }
{ 'command': 'stop' }
{ 'command': 'pause', 'data': { '*timeout': 'int' } }
{ 'command': 'eject', 'data': { 'device': 'str' } }
{ 'command': 'reach', 'data': 'Reach', 'boxed': true }
{ 'command': 'raw', 'data': { 'driver': 'str' }, 'gen': false }
{ 'command': 'silent', 'data': { 'mode': 'str' }, 'success-response': false }
{ 'command': 'recover', 'data': { 'uri': 'str' }, 'allow-oob': true }
{ 'command': 'tune', 'data': { 'value': 'int' }, 'if': 'CONFIG_TUNE' }
{ 'command': 'sometimes', 'data': { 'fd': { 'type': 'int', 'if': 'CONFIG_TUNE' } } }
`

func load(t *testing.T, text string) *model.Schema {
	t.Helper()
	schema, diags := model.Load("schema.json", parser.Options{ReadFile: func(string) ([]byte, error) { return []byte(text), nil }})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return schema
}

// A fake is a server that records the calls.
type fake struct {
	lists   []string
	answers map[string]error // of commands; the others answer GenericError
	calls   []string
}

func (f *fake) Execute(_ context.Context, name string, args, ret any) error {
	if args != nil {
		return fmt.Errorf("%s has arguments", name)
	}
	err, ok := f.answers[name]
	switch {
	case name == commands.List && !ok:
		var reply []map[string]string
		for _, n := range f.lists {
			reply = append(reply, map[string]string{"name": n})
		}
		text, err := json.Marshal(reply)
		if err != nil {
			return err
		}
		return json.Unmarshal(text, ret)
	case name != commands.List:
		f.calls = append(f.calls, name)
	}
	if !ok {
		err = &qmp.Error{Class: qmp.GenericError, Desc: "Parameter is missing"}
	}
	return err
}

// all are the commands of a build without CONFIG_TUNE.
var all = []string{"query-commands", "stop", "pause", "eject", "reach", "raw", "silent", "recover", "sometimes"}

func without(names ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(n string) bool { return slices.Contains(names, n) })
}

func TestCommandsThatAreListedAndServed(t *testing.T) {
	notFound := &qmp.Error{Class: qmp.CommandNotFound, Desc: "not here"}
	safe := []string{"eject", "reach", "recover"} // that have a mandatory argument in schema and server
	for _, tt := range []struct {
		name   string
		server fake
		named  []string
		calls  []string
		want   string
	}{
		{name: "a server as the schema says", server: fake{lists: all}, calls: safe},
		{
			name:   "a command nobody serves",
			server: fake{lists: all, answers: map[string]error{"reach": notFound, "stop": notFound, "raw": notFound}},
			calls:  safe,
			want: "schema.json:7:14: error: reach: the server lists the command, and answers CommandNotFound when it is called: not here\n" +
				"    note: implement it, or leave it out of the replies to query-commands and query-qmp-schema\n",
		},
		{
			name:   "named commands come last, in their order, and once",
			server: fake{lists: all, answers: map[string]error{"stop": notFound, "pause": nil}},
			named:  []string{"stop", "eject", "pause", "stop"},
			calls:  []string{"reach", "recover", "stop", "eject", "pause"},
			want: "schema.json:4:14: error: stop: the server lists the command, and answers CommandNotFound when it is called: not here\n" +
				"    note: implement it, or leave it out of the replies to query-commands and query-qmp-schema\n",
		},
		{
			name:   "a named command that this build does not have",
			server: fake{lists: all},
			named:  []string{"tune"},
			calls:  safe,
			want:   "schema.json:11:14: error: tune: command to be called, not in the server\n",
		},
		{
			name:   "a command that accepts what it must refuse",
			server: fake{lists: all, answers: map[string]error{"eject": nil}},
			calls:  safe,
			want:   "schema.json:6:14: error: eject: the server accepts a call without the mandatory argument 'device'\n",
		},
		{
			name:   "lists that differ",
			server: fake{lists: append(without("stop", "eject"), "tune", "zap", "boom")},
			calls:  []string{"reach", "recover"},
			want: "schema.json:4:14: error: stop: command in the server's introspection, not in its reply to query-commands\n" +
				"schema.json:6:14: error: eject: command in the server's introspection, not in its reply to query-commands\n" +
				"schema.json:11:14: error: tune: command in the server's reply to query-commands, not in its introspection\n" +
				"error: boom: command in the server's reply to query-commands, not in its introspection, nor in the schema\n" +
				"error: zap: command in the server's reply to query-commands, not in its introspection, nor in the schema\n",
		},
		{
			name:   "no list",
			server: fake{answers: map[string]error{commands.List: notFound}},
			want:   "schema.json:3:14: error: query-commands: the server has it in its introspection, and refuses it: CommandNotFound: not here\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			schema := load(t, schemaText)
			result, err := commands.Check(t.Context(), &tt.server, schema, built(t, schema), tt.named)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.calls, tt.server.calls); d != "" || result.Called != len(tt.calls) {
				t.Errorf("called (-want +got), %d counted:\n%s", result.Called, d)
			}
			if d := cmp.Diff(tt.want, lines(t, result.Differences)); d != "" {
				t.Errorf("differences (-want +got):\n%s", d)
			}
		})
	}
}

// built is the introspection of a build without CONFIG_TUNE.
func built(t *testing.T, schema *model.Schema) *introspect.Index {
	t.Helper()
	index, err := introspect.NewIndex(gen.Introspection(schema, func(string) bool { return false }, true))
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// lines renders a list without the lines of source.
func lines(t *testing.T, list diag.List) string {
	t.Helper()
	var text bytes.Buffer
	if err := diag.RenderLines(&text, list); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// Without a reply nothing is known, whatever was found before.
func TestCallWithoutReply(t *testing.T) {
	schema := load(t, schemaText)
	lost := errors.New("connection lost")
	for _, name := range []string{commands.List, "reach"} {
		server := &fake{lists: without("stop"), answers: map[string]error{name: lost}}
		result, err := commands.Check(t.Context(), server, schema, built(t, schema), nil)
		var silent *commands.NoReplyError
		if result != nil || !errors.As(err, &silent) || silent.Command != name || !errors.Is(err, lost) {
			t.Errorf("%s: %v, %v", name, result, err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("given up"))
	server := &fake{answers: map[string]error{commands.List: context.Canceled}}
	if _, err := commands.Check(ctx, server, schema, built(t, schema), nil); err == nil || err.Error() != "no reply to query-commands: given up" {
		t.Errorf("the error is %v", err)
	}
}

func TestNamesThatCannotBeCalled(t *testing.T) {
	schema := load(t, "{ 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities' ] } }\n{ 'command': 'qmp_capabilities' }\n"+schemaText)
	if diags := commands.Callable(schema, commands.Names(schema)[1:7]); len(diags) > 0 {
		t.Error(diags)
	}
	want := "error: 'stopp' cannot be called: the schema has no such command; did you mean 'stop'?\n" +
		"error: 'Info' cannot be called: the schema has no such command\n" +
		"error: 'silent' cannot be called: it has success-response: false, so that no reply shows that it was executed\n" +
		"error: 'qmp_capabilities' cannot be called: it ended the negotiation, and a server answers it once\n"
	got := lines(t, commands.Callable(schema, []string{"stopp", "Info", "silent", "qmp_capabilities"}))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestSchemaWithoutAList(t *testing.T) {
	if diags := commands.Undeclared("schema.json", load(t, schemaText)); len(diags) > 0 {
		t.Error(diags)
	}
	schema := load(t, "{ 'command': 'stop' }")
	if got := lines(t, commands.Undeclared("a.json", schema)); !strings.HasPrefix(got, "error: a.json does not declare query-commands") {
		t.Errorf("%q", got)
	}
	// A server whose introspection lacks it is not asked.
	server := &fake{}
	result, err := commands.Check(t.Context(), server, load(t, schemaText), built(t, schema), nil)
	if err != nil || len(result.Differences) > 0 || len(server.calls) > 0 {
		t.Errorf("%v, %v, called %v", result, err, server.calls)
	}
}
