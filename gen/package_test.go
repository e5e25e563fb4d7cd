package gen_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Each case has a schema with the root schema.json, and optionally a names file
// ("names"), the selected part ("only") and the amount of documentation
// ("docs"). The expected results are the files below "want/", and optionally
// "diagnostics".
func TestGoldenPackage(t *testing.T) {
	for _, file := range packageCases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files, diags := generateCase(t, archive)
			got := map[string]string{"diagnostics": renderDiags(t, diags)}
			for _, f := range files {
				got["want/"+f.Name] = string(f.Content)
			}
			for i, f := range archive.Files {
				if f.Name != "diagnostics" && !strings.HasPrefix(f.Name, "want/") {
					continue
				}
				if *update {
					archive.Files[i].Data = []byte(got[f.Name])
				} else if diff := cmp.Diff(string(f.Data), got[f.Name]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
				delete(got, f.Name)
			}
			if text := got["diagnostics"]; text != "" {
				t.Errorf("diagnostics not expected:\n%s", text)
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// packageCases returns the files of the golden cases.
func packageCases(t *testing.T) []string {
	t.Helper()
	cases, err := filepath.Glob(filepath.Join("testdata", "package", "*.txtar"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	return cases
}

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
