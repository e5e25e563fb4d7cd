package gen_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Each case has a schema with the root schema.json, and optionally a names file
// ("names"), the selected part ("only") and the amount of documentation
// ("docs"). The expected results are the files below "want/", and optionally
// "diagnostics".
func TestGoldenPackage(t *testing.T) {
	testgolden.Run(t, packageCases, func(t *testing.T, c *testgolden.Case) {
		files, diags := generateCase(t, c.Archive)
		c.Compare(t, "diagnostics", renderDiags(t, diags))
		got := map[string]string{}
		for _, f := range files {
			got["want/"+f.Name] = string(f.Content)
		}
		for _, f := range c.Files {
			if strings.HasPrefix(f.Name, "want/") {
				c.Compare(t, f.Name, got[f.Name])
			}
		}
	})
}

// packageCases are the golden cases.
const packageCases = "testdata/package/*.txtar"

// generateCase generates the package of a golden case.
func generateCase(t *testing.T, archive *txtar.Archive) ([]gen.File, diag.List) {
	t.Helper()
	opts := gen.Options{Package: "golden"}
	schema := schemaOf(t, func(path string) ([]byte, error) {
		for _, f := range archive.Files {
			if f.Name == path {
				return f.Data, nil
			}
		}
		return nil, fs.ErrNotExist
	})
	for _, f := range archive.Files {
		switch f.Name {
		case "names":
			opts.Names, _ = gen.ParseNames(diag.NewSource("names", f.Data, diag.Pos{})) // Package says what is wrong
		case "only":
			opts.Only = gen.Part(strings.TrimSpace(string(f.Data)))
		case "docs":
			opts.Docs = gen.Docs(strings.TrimSpace(string(f.Data)))
		}
	}
	opts.Introspection = answer(introspection(t, schema, nil, false))
	return gen.Package(schema, opts)
}

// answer returns a document for gen.Options.
func answer(document string) func() []byte { return func() []byte { return []byte(document) } }

// schemaOf builds the schema whose root file is schema.json.
func schemaOf(t testing.TB, readFile func(string) ([]byte, error)) *model.Schema {
	t.Helper()
	return loadSchema(t, "schema.json", parser.Options{ReadFile: readFile})
}

// schemaText builds a schema of one file.
func schemaText(t testing.TB, text string) *model.Schema {
	t.Helper()
	return schemaOf(t, func(path string) ([]byte, error) {
		if path != "schema.json" {
			return nil, errors.New("the schema is one file")
		}
		return []byte(text), nil
	})
}

func renderDiags(t testing.TB, diags diag.List) string {
	t.Helper()
	var text strings.Builder
	if err := diag.Render(&text, diags, diag.Text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}
