package request

import (
	"encoding/json"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// bothWays returns the commands of a schema: by introspection alone, as a server
// sends it, and with the schema.
func bothWays(t testing.TB, path string) map[string]*Commands {
	t.Helper()
	schema, diags := model.Load(path, parser.Options{})
	if schema == nil {
		t.Fatal(diags)
	}
	ways := map[string]*Commands{}
	for name, schemaOrNil := range map[string]*model.Schema{"introspection": nil, "schema": schema} {
		x, err := introspect.NewIndex(gen.Introspection(schema, nil, schemaOrNil != nil))
		if err != nil {
			t.Fatal(err)
		}
		ways[name] = New(x, schemaOrNil)
	}
	return ways
}

// Arguments become words, and the words become the same arguments: for values of
// the argument types of each command, and so of each type that arguments use.
func TestWordsGiveTheSameArguments(t *testing.T) {
	paths := map[string]string{"vmm": filepath.Join("..", "testdata", "qapi-schema", "vmm.json")}
	t.Run("vmm", func(t *testing.T) { checkWords(t, paths["vmm"]) })
	for _, name := range []string{"qapi", "qga", "storage-daemon-qapi"} {
		t.Run(name, func(t *testing.T) {
			checkWords(t, testqemu.Corpus(t, testqemu.Schemas(t, "10.2.2")[name]))
		})
	}
}

func checkWords(t *testing.T, path string) {
	for way, c := range bothWays(t, path) {
		t.Run(way, func(t *testing.T) {
			commands := names[*introspect.Command](c)
			for _, command := range commands {
				t.Run(command, func(t *testing.T) { rapid.Check(t, c.sameArguments(command)) })
			}
		})
	}
}

func (c *Commands) sameArguments(command string) func(*rapid.T) {
	return func(t *rapid.T) {
		args := valueDrawer{t, c}.value(c.arguments(c.index.Command(command)), 0)
		words, err := c.Words(command, json.RawMessage(args))
		if err != nil {
			t.Fatalf("%s: no words: %v", args, err)
		}
		for _, w := range words {
			if strings.ContainsRune(w, 0) {
				t.Fatalf("%s: no argument of a process can be %q", args, w)
			}
		}
		again, err := c.Arguments(command, words, nil)
		if err != nil {
			t.Fatalf("%s\n%q: %v", args, words, err)
		}
		if again == nil {
			again = json.RawMessage("{}")
		}
		if got, want := exact(t, again), exact(t, json.RawMessage(args)); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q\ngot  %s\nwant %s", words, again, args)
		}
	}
}

// exact decodes JSON and keeps numbers as they are written.
func exact(t *rapid.T, text json.RawMessage) any {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}
