package breaking_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Each case has two sides, old.json and new.json, and what must come of
// comparing them: "report", and where the case is about it
// "report-allow-deprecated-removal".
func TestGoldenReports(t *testing.T) {
	testgolden.Run(t, cases, func(t *testing.T, c *testgolden.Case) {
		old, now := side(t, c.Archive, "old.json"), side(t, c.Archive, "new.json")
		for _, f := range c.Files {
			if strings.HasPrefix(f.Name, "report") {
				c.Compare(t, f.Name, report(compare(t, old, now, breaking.Options{
					AllowDeprecatedRemoval: f.Name == "report-allow-deprecated-removal", Go: true,
				})))
			}
		}
	})
}

func TestEveryRuleHasACaseInEachDirection(t *testing.T) {
	type use struct {
		rule     string
		received bool
	}
	seen := map[use]bool{}
	for _, file := range testgolden.Paths(t, cases) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, ch := range compare(t, side(t, archive, "old.json"), side(t, archive, "new.json"), breaking.Options{Go: true}) {
			if len(ch.SentWith) > 0 || len(ch.ReceivedFrom) == 0 {
				seen[use{ch.Rule, false}] = true
			}
			if len(ch.ReceivedFrom) > 0 {
				seen[use{ch.Rule, true}] = true
			}
		}
	}
	for _, r := range breaking.Rules() {
		if !seen[use{r.ID, false}] {
			t.Errorf("no case for %s where the client sends", r.ID)
		}
		if r.Sent != r.Received && !seen[use{r.ID, true}] {
			t.Errorf("no case for %s where the client receives", r.ID)
		}
	}
}

// What a side is, and how it hides names, is no change.
func TestASideIsCompatibleWithItself(t *testing.T) {
	for _, file := range testgolden.Paths(t, cases) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"old.json", "new.json"} {
			forms := []*breaking.Side{side(t, archive, name)}
			if !isDocument(archive, name) {
				schema := buildSchema(t, archive, name)
				forms = append(forms, side(t, archive, name),
					document(t, gen.Introspection(schema, nil, false)), document(t, gen.Introspection(schema, nil, true)))
			}
			for i, a := range forms {
				for j, b := range forms {
					if got := report(compare(t, a, b, breaking.Options{Go: true})); got != "" {
						t.Errorf("%s: %s, form %d and form %d:\n%s", filepath.Base(file), name, i, j, got)
					}
				}
			}
		}
	}
}

const cases = "testdata/*.txtar"

func content(archive *txtar.Archive, name string) []byte {
	for _, f := range archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func isDocument(archive *txtar.Archive, name string) bool {
	return bytes.Contains(content(archive, name), []byte(`"meta-type"`))
}

func side(t testing.TB, archive *txtar.Archive, name string) *breaking.Side {
	t.Helper()
	if !isDocument(archive, name) {
		return breaking.Schema(buildSchema(t, archive, name))
	}
	doc, err := introspect.Parse(content(archive, name))
	if err != nil {
		t.Fatal(err)
	}
	return document(t, doc)
}

func document(t testing.TB, doc introspect.Document) *breaking.Side {
	t.Helper()
	side, err := breaking.Document(doc)
	if err != nil {
		t.Fatal(err)
	}
	return side
}

func buildSchema(t testing.TB, archive *txtar.Archive, name string) *model.Schema {
	t.Helper()
	return build(t, name, string(content(archive, name)))
}

func build(t testing.TB, name, text string) *model.Schema {
	t.Helper()
	schema, diags := tryBuild(name, text)
	if diags.HasErrors() {
		var words strings.Builder
		_ = diag.Render(&words, diags, diag.Text)
		t.Fatal(words.String())
	}
	return schema
}

func tryBuild(name, text string) (*model.Schema, diag.List) {
	return model.Load(name, parser.Options{
		ReadFile: func(string) ([]byte, error) { return []byte(text), nil },
	})
}

// report writes changes with all that tells them apart.
func report(changes []breaking.Change) string {
	var b strings.Builder
	for i := range changes {
		d := changes[i].Diagnostic()
		fmt.Fprintf(&b, "%s [%s] ", d.Severity, d.Rule)
		if d.Pos.IsValid() {
			fmt.Fprintf(&b, "%s: ", d.Pos)
		}
		fmt.Fprintln(&b, d.Message)
		for _, n := range d.Notes {
			if n.Pos.IsValid() {
				fmt.Fprintf(&b, "    %s: %s\n", n.Pos, n.Message)
			} else {
				fmt.Fprintf(&b, "    %s\n", n.Message)
			}
		}
	}
	return b.String()
}

// compare is what Compare returns, of which no error is expected.
func compare(t testing.TB, old, now *breaking.Side, opts breaking.Options) []breaking.Change {
	t.Helper()
	changes, err := breaking.Compare(t.Context(), old, now, opts)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}
