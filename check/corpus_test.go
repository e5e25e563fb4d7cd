package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// corpusFile is the path of a file of QEMU's. Without them the test is skipped.
func corpusFile(t testing.TB, path string) string {
	t.Helper()
	corpus := os.Getenv("QAPI_CORPUS")
	if corpus == "" {
		t.Skip("set QAPI_CORPUS to the folder of QEMU's schemas to run this test")
	}
	path = filepath.Join(corpus, path)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("QAPI_CORPUS is set, but: %v", err)
	}
	return path
}

// buildSchema makes the model of a schema that has no errors.
func buildSchema(t testing.TB, path string) *model.Schema {
	t.Helper()
	tree, diags := parser.Parse(path, parser.Options{})
	schema, more := model.Build(tree)
	if diags = append(diags, more...); diags.HasErrors() {
		t.Fatal(render(t, diags))
	}
	return schema
}

func render(t testing.TB, diags diag.List) string {
	t.Helper()
	var text strings.Builder
	if err := diag.RenderLines(&text, diags); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func readDocument(t testing.TB, path string) introspect.Document {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := introspect.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func readDefines(t testing.TB, path string) func(string) bool {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defined := map[string]bool{}
	for _, name := range strings.Fields(string(text)) {
		defined[name] = true
	}
	return func(name string) bool { return defined[name] }
}

func checkDocument(t testing.TB, schema *model.Schema, doc introspect.Document, defined func(string) bool) *check.Result {
	t.Helper()
	index, err := introspect.NewIndex(doc)
	if err != nil {
		t.Fatal(err)
	}
	result, err := check.Check(schema, index, defined)
	if err != nil {
		t.Fatal(err)
	}
	return result
}
