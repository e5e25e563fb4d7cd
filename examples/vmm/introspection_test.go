package main

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// The machine says of itself what its schema says when CONFIG_TEST_COMMANDS
// is what --test-commands makes it, and CONFIG_MINIMAL, which takes commands
// away, is not defined. The commands that it does not implement are left out.
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
		got := readIntrospection(t, answer)
		if diff := cmp.Diff(implemented(want, got), got); diff != "" {
			t.Errorf("test commands %v, -schema +machine:\n%s", testCommands, diff)
		}
	}
}

// implemented leaves the missing commands out of doc, and the types that got
// does not have either: only these commands refer to them.
func implemented(doc, got introspect.Document) introspect.Document {
	return slices.DeleteFunc(doc, func(e introspect.Entry) bool {
		if c, isCommand := e.(*introspect.Command); isCommand {
			return slices.Contains(slices.Collect(maps.Values(missing)), c.Name)
		}
		if _, isEvent := e.(*introspect.Event); isEvent {
			return false
		}
		return !slices.ContainsFunc(got, func(have introspect.Entry) bool { return have.Common().Name == e.Common().Name })
	})
}

func readIntrospection(t *testing.T, text []byte) introspect.Document {
	t.Helper()
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
