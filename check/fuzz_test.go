package check_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
)

// Any sound document can be checked against a schema. What is found with the
// conditions worked out is what is found with the same ones given.
func FuzzCheck(f *testing.F) {
	schema := buildSchema(f, "../testdata/qapi-schema/vmm.json")
	for _, defined := range []func(string) bool{nil, func(string) bool { return false }} {
		text, err := gen.Introspection(schema, defined, false).Lines()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := introspect.Parse(text)
		if err != nil {
			return
		}
		index, err := introspect.NewIndex(doc)
		if err != nil {
			return
		}
		found, err := check.Check(schema, index, nil)
		if err != nil {
			t.Fatal(err)
		}
		given, err := check.Check(schema, index, found.Conditions.Has)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := render(t, found.Differences), render(t, given.Differences); got != want {
			t.Errorf("worked out:\n%s\ngiven:\n%s", got, want)
		}
	})
}
