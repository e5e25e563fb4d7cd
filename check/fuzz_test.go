package check_test

import (
	"testing"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testcost"
	"github.com/qapi-go/qapi-gen/introspect"
)

// Any sound document can be checked against a schema. The conditions that check
// finds give the same result if they are passed.
//
// An edit is three bytes: two choose an entry of the example schema's document,
// one chooses the change. Ten edits are enough.
func FuzzCheck(f *testing.F) {
	schema := buildSchema(f, "../testdata/qapi-schema/vmm.json")
	f.Add([]byte{})
	f.Add([]byte{0, 0, 0, 0, 9, 3})
	f.Add([]byte{0, 60, 5, 0, 61, 6, 0, 62, 7, 0, 63, 8})
	f.Fuzz(func(t *testing.T, edits []byte) {
		testcost.Bound(t, len(edits))
		doc := gen.Introspection(schema, nil, false)
		for edits = edits[:min(len(edits), 30)]; len(edits) >= 3; edits = edits[3:] {
			at := (int(edits[0])<<8 | int(edits[1])) % len(doc)
			changes := mutations(doc, at, func(not ...string) string { return typeAfter(doc, at, not...) })
			doc = changes[int(edits[2])%len(changes)].apply(doc)
		}
		index, err := introspect.NewIndex(doc)
		if err != nil {
			return
		}
		found, err := check.Check(t.Context(), schema, index, nil)
		if err != nil {
			t.Fatal(err)
		}
		given, err := check.Check(t.Context(), schema, index, found.Conditions.Has)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := render(t, found.Differences), render(t, given.Differences); got != want {
			t.Errorf("worked out:\n%s\ngiven:\n%s", got, want)
		}
	})
}

// typeAfter returns the next type after an entry that differs from not[0]. If
// there is a not[1], the type is an object.
func typeAfter(doc introspect.Document, at int, not ...string) string {
	for i := range doc {
		e, ok := doc[(at+i)%len(doc)].(introspect.Type)
		if ok && e.Common().Name != not[0] && (len(not) == 1 || e.MetaType() == introspect.MetaObject) {
			return e.Common().Name
		}
	}
	return not[0]
}
