package breaking_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testcost"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/introspect"
)

// Whatever the edit, comparing ends, and a document tells of no break that the
// schema does not have.
func FuzzRandomEdits(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, uint8(seed%5))
	}
	f.Fuzz(func(t *testing.T, seed uint64, edits uint8) {
		testcost.Bound(t, int(edits))
		r := rand.New(rand.NewPCG(seed, 2))
		before := randomText(r)
		after := before.clone()
		for range min(edits, 20) {
			after.edit(r)
			if len(after.commands) == 0 {
				break
			}
		}
		old, diags := tryBuild("old.json", before.String())
		if diags.HasErrors() {
			return
		}
		now, diags := tryBuild("new.json", after.String())
		if diags.HasErrors() {
			return
		}
		ofSchemas := compare(t, breaking.Schema(old), breaking.Schema(now), breaking.Options{Go: true})
		again := compare(t, breaking.Schema(old), breaking.Schema(now), breaking.Options{Go: true})
		if report(ofSchemas) != report(again) {
			t.Error("a second report differs from the first")
		}
		ofDocuments := compare(t,
			document(t, gen.Introspection(old, nil, false)), document(t, gen.Introspection(now, nil, false)), breaking.Options{})
		if breaks(ofDocuments) && !breaks(ofSchemas) {
			t.Errorf("only the documents have a break:\n%s\n--- schemas\n%s\n%s\n%s", report(ofDocuments), report(ofSchemas), before, after)
		}
	})
}

// Whatever a document refers to, comparing ends, and it is compatible with
// itself.
func FuzzDocuments(f *testing.F) {
	for _, file := range testgolden.Paths(f, cases) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range []string{"old.json", "new.json"} {
			f.Add(documentText(f, archive, name), uint64(1))
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		testcost.Bound(t, len(text))
		doc, err := introspect.Parse(text)
		if err != nil {
			return
		}
		old, err := breaking.Document(doc)
		if err != nil {
			return
		}
		if got := compare(t, old, old, breaking.Options{}); len(got) > 0 {
			t.Errorf("not compatible with itself:\n%s", report(got))
		}
		again, err := introspect.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 3))
		for range 1 + r.IntN(6) {
			misdirect(r, again)
		}
		if now, err := breaking.Document(again); err == nil {
			compare(t, old, now, breaking.Options{AllowDeprecatedRemoval: seed%2 == 0})
			compare(t, now, old, breaking.Options{})
		}
	})
}

// misdirect makes something in a document refer to another type.
func misdirect(r *rand.Rand, doc introspect.Document) {
	if len(doc) == 0 {
		return
	}
	to := pick(r, doc).Common().Name
	switch e := pick(r, doc).(type) {
	case *introspect.Command:
		e.ArgType = to
	case *introspect.Event:
		e.ArgType = to
	case *introspect.Array:
		e.ElementType = to
	case *introspect.Alternate:
		if len(e.Types) > 0 {
			e.Types[r.IntN(len(e.Types))] = to
		}
	case *introspect.Object:
		switch {
		case len(e.Variants) > 0 && r.IntN(2) == 0:
			e.Variants[r.IntN(len(e.Variants))].Type = to
		case len(e.Members) > 0:
			m := &e.Members[r.IntN(len(e.Members))]
			m.Type = to
			if r.IntN(2) == 0 {
				m.Default = json.RawMessage("null")
			}
		}
	}
}

// documentText is a case's document, or the one that its schema gives.
func documentText(t testing.TB, archive *txtar.Archive, name string) []byte {
	t.Helper()
	if isDocument(archive, name) {
		return content(archive, name)
	}
	text, err := gen.Introspection(buildSchema(t, archive, name), nil, true).Lines()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
