package gen_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// buildSchema builds the model of a schema without errors.
func buildSchema(t testing.TB, path string) *model.Schema {
	t.Helper()
	return loadSchema(t, path, parser.Options{})
}

func loadSchema(t testing.TB, path string, opts parser.Options) *model.Schema {
	t.Helper()
	schema, diags := model.Load(path, opts)
	if diags.HasErrors() {
		t.Fatal(renderDiags(t, diags))
	}
	return schema
}

// definedIn returns a function that reports whether a name is among those in
// text, which are separated by white space.
func definedIn(text []byte) func(string) bool {
	names := strings.Fields(string(text))
	return func(name string) bool { return slices.Contains(names, name) }
}

// Each case has a schema, optionally "defines" with the defined names, and the
// replies of a server: "masked" and "unmasked".
func TestGoldenIntrospection(t *testing.T) {
	testgolden.Run(t, "testdata/introspect/*.txtar", func(t *testing.T, c *testgolden.Case) {
		dir := t.TempDir()
		var defined func(string) bool
		for _, f := range c.Files {
			switch f.Name {
			case "masked", "unmasked":
			case "defines":
				defined = definedIn(f.Data)
			default:
				if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
		schema := buildSchema(t, filepath.Join(dir, "schema.json"))
		c.Compare(t, "masked", introspection(t, schema, defined, false))
		c.Compare(t, "unmasked", introspection(t, schema, defined, true))
	})
}

func introspection(t *testing.T, s *model.Schema, defined func(string) bool, unmask bool) string {
	t.Helper()
	text, err := gen.Introspection(s, defined, unmask).Lines()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// indistinct are schemas that do not determine their edition: a later one with
// different introspection has all that they use.
var indistinct = map[string]bool{
	filepath.FromSlash("2.12.0/qga/qapi-schema.json"): true,
	filepath.FromSlash("4.2.0/qapi/qapi-schema.json"): true,
}

// The documents of QEMU's own generator for its schemas, and the reply of a
// real server.
func TestIntrospectionIsThatOfQEMU(t *testing.T) {
	type answer struct {
		schema, want string
		defines      string // a file; empty: every condition holds
		unmask       bool
	}
	answers := []answer{
		{
			schema: "7.2.0/qapi/qapi-schema.json", want: "7.2.0/expected/query-qmp-schema.debian-amd64.json",
			defines: "7.2.0/expected/defines.debian-amd64.txt",
		},
		{
			schema: "10.2.2/tests/qapi-schema/qapi-schema-test.json",
			want:   "10.2.2/expected/introspect.qapi-schema-test.all.unmasked.json", unmask: true,
		},
	}
	for _, version := range testqemu.Versions(t) {
		for name, schema := range testqemu.Schemas(t, version) {
			want := version + "/expected/introspect." + name + ".all"
			answers = append(answers,
				answer{schema: schema, want: want + ".json"},
				answer{schema: schema, want: want + ".unmasked.json", unmask: true})
		}
	}
	for _, tt := range answers {
		version, _, _ := strings.Cut(tt.schema, "/")
		own, err := edition.Parse(version)
		if err != nil {
			t.Fatal(err)
		}
		editions := []edition.Edition{own, edition.Auto}
		if indistinct[tt.schema] {
			editions = editions[:1]
		}
		for _, e := range editions {
			t.Run(tt.want+"/edition="+e.String(), func(t *testing.T) {
				want, err := os.ReadFile(testqemu.Corpus(t, tt.want))
				if err != nil {
					t.Fatal(err)
				}
				var defined func(string) bool
				if tt.defines != "" {
					names, err := os.ReadFile(testqemu.Corpus(t, tt.defines))
					if err != nil {
						t.Fatal(err)
					}
					defined = definedIn(names)
				}
				schema := loadSchema(t, testqemu.Corpus(t, tt.schema), parser.Options{Edition: e})
				got, err := gen.Introspection(schema, defined, tt.unmask).MarshalJSON()
				if err != nil {
					t.Fatal(err)
				}
				// The comparison includes the order of entries and keys.
				entries := func(text string) []string { return strings.SplitAfter(strings.TrimSpace(text), "},{") }
				if diff := cmp.Diff(entries(string(want)), entries(string(got))); diff != "" {
					t.Errorf("(-want +got):\n%.2000s", diff)
				}
			})
		}
	}
}
