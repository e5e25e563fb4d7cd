package sample_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/request"
	"github.com/qapi-go/qapi-gen/site/sample"
)

// The command line of an example gives call the arguments of its JSON.
func TestWordsGiveTheArgumentsOfTheJSON(t *testing.T) {
	t.Run("vmm", func(t *testing.T) {
		compareWords(t, filepath.Join("..", "..", "testdata", "qapi-schema", "vmm.json"))
	})
	t.Run("QEMU 10.2.2", func(t *testing.T) {
		compareWords(t, testqemu.Corpus(t, "10.2.2", "qapi", "qapi-schema.json"))
	})
}

func compareWords(t *testing.T, path string) {
	t.Helper()
	schema, diags := model.Load(path, parser.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	index, err := introspect.NewIndex(gen.Introspection(schema, nil, true))
	if err != nil {
		t.Fatal(err)
	}
	commands, compared := request.New(index, schema), 0
	for _, d := range schema.Definitions {
		c, ok := d.(*model.Command)
		if !ok || c.Arg == nil {
			continue
		}
		v := sample.New(c.Arg)
		got, err := commands.Arguments(c.Name, v.Words(), nil)
		if err != nil {
			t.Errorf("%s %q: %v", c.Name, v.Words(), err)
			continue
		}
		if got == nil {
			got = json.RawMessage("{}")
		}
		if !equalJSON(t, got, []byte(v.JSON(""))) {
			t.Errorf("%s %q: %s, want %s", c.Name, v.Words(), got, v.JSON(""))
		}
		compared++
	}
	if compared == 0 {
		t.Error("the schema has no command with arguments")
	}
}

func equalJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var values [2]any
	for i, text := range [][]byte{a, b} {
		if err := json.Unmarshal(text, &values[i]); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
	return cmp.Equal(values[0], values[1])
}
