package check_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
)

const commandsSchema = `{ 'command': 'qmp_capabilities' }
{ 'command': 'query-commands' }
{ 'command': 'quit' }
{ 'command': 'eject', 'data': { 'id': 'str', '*force': 'bool' } }
{ 'command': 'resize', 'data': { '*size': 'size' } }
{ 'union': 'Node', 'base': { 'driver': 'Driver' }, 'discriminator': 'driver', 'data': { 'null': 'Null' } }
{ 'enum': 'Driver', 'data': [ 'null' ] }
{ 'struct': 'Null', 'data': {} }
{ 'command': 'node-add', 'boxed': true, 'data': 'Node' }
`

func TestCommandsAreComparedAndCalled(t *testing.T) {
	texts := map[string][]byte{"schema.json": []byte(commandsSchema)}
	schema := buildText(t, texts, "schema.json")
	index, err := introspect.NewIndex(gen.Introspection(schema, nil, true))
	if err != nil {
		t.Fatal(err)
	}
	all := []string{"query-commands", "quit", "eject", "resize", "node-add"}
	for _, test := range []struct {
		name         string
		listed, call []string
		notFound     []string
		calls        []string
		want         string
	}{
		{"all is well", all, nil, nil, []string{"eject", "node-add"}, ""},
		{
			"listed and not served", all, nil, []string{"eject", "quit"}, []string{"eject", "node-add"},
			"schema.json:4:14: error: eject: in the reply to query-commands, but the server answers CommandNotFound\n",
		},
		{
			"one that the user names", all, []string{"quit", "eject"}, []string{"quit"}, []string{"eject", "node-add", "quit"},
			"schema.json:3:14: error: quit: in the reply to query-commands, but the server answers CommandNotFound\n",
		},
		{
			"lists that differ", []string{"extra", "query-commands", "eject", "resize", "node-add"}, nil, nil, []string{"eject", "node-add"},
			"schema.json:3:14: error: quit: in the reply to query-qmp-schema, not in the reply to query-commands\n" +
				"error: extra: in the reply to query-commands, not in the reply to query-qmp-schema\n",
		},
		{
			"a name that nobody knows", all, []string{"other"}, []string{"other"}, []string{"eject", "node-add", "other"},
			"error: other: the server answers CommandNotFound\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var calls []string
			diags, err := check.CompareCommands(t.Context(), schema, index, test.listed, test.call,
				func(_ context.Context, name string) (bool, error) {
					calls = append(calls, name)
					return !slices.Contains(test.notFound, name), nil
				})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, d := range diags {
				if d.Pos.File() != "" {
					got += d.Pos.String() + ": "
				}
				got += "error: " + d.Message + "\n"
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(test.calls, calls); d != "" {
				t.Errorf("calls (-want +got):\n%s", d)
			}
		})
	}
}

func TestCommandsAreNotFoundOutAfterAHangUp(t *testing.T) {
	schema := buildText(t, map[string][]byte{"schema.json": []byte(commandsSchema)}, "schema.json")
	index, err := introspect.NewIndex(gen.Introspection(schema, nil, true))
	if err != nil {
		t.Fatal(err)
	}
	hangUp := errors.New("hang-up")
	_, err = check.CompareCommands(t.Context(), schema, index, []string{"eject"}, nil,
		func(context.Context, string) (bool, error) { return false, hangUp })
	if !errors.Is(err, hangUp) {
		t.Errorf("got %v", err)
	}
}
