package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// The machine says of itself what its schema says when CONFIG_TEST_COMMANDS
// is what --test-commands makes it, and CONFIG_MINIMAL, which takes commands
// away, is not defined.
func TestIntrospectionIsTheSchemas(t *testing.T) {
	schema, diags := model.Load("../../testdata/qapi-schema/vmm.json", parser.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, testCommands := range []bool{false, true} {
		defined := func(name string) bool {
			return name != "CONFIG_MINIMAL" && (testCommands || name != "CONFIG_TEST_COMMANDS")
		}
		text, err := gen.Introspection(schema, defined, false).Lines()
		if err != nil {
			t.Fatal(err)
		}
		want := readIntrospection(t, text)

		var answer json.RawMessage
		if err := start(t, settings{testCommands: testCommands}).Execute(t.Context(), "query-qmp-schema", nil, &answer); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, readIntrospection(t, answer)); diff != "" {
			t.Errorf("test commands %v, -schema +machine:\n%s", testCommands, diff)
		}
	}
}

func readIntrospection(t *testing.T, text []byte) introspect.Document {
	t.Helper()
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
