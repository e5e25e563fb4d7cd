package check_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Each case has a schema, and "server.json", the schema of the server,
// optionally with "built", the names defined for it. "want" has the result of
// check: the differences and the conditions found. If the case has "given",
// check gets these names.
func TestGoldenDifferences(t *testing.T) {
	testgolden.Run(t, "testdata/*.txtar", func(t *testing.T, c *testgolden.Case) {
		texts := map[string][]byte{}
		for _, f := range c.Files {
			texts[f.Name] = f.Data
		}
		server := gen.Introspection(buildText(t, texts, "server.json"), namesIn(texts, "built"), false)
		result := checkDocument(t, buildText(t, texts, "schema.json"), server, namesIn(texts, "given"))
		got := render(t, result.Differences)
		if found := result.Conditions; found != nil && len(found.Defined)+len(found.Undefined)+len(found.Either) > 0 {
			var text strings.Builder
			if err := found.Write(&text); err != nil {
				t.Fatal(err)
			}
			got += text.String()
		}
		c.Compare(t, "want", got)
	})
}

// namesIn returns nil if there is no such file.
func namesIn(texts map[string][]byte, file string) func(string) bool {
	text, ok := texts[file]
	if !ok {
		return nil
	}
	names := map[string]bool{}
	for n := range strings.FieldsSeq(string(text)) {
		names[n] = true
	}
	return func(name string) bool { return names[name] }
}

func buildText(t *testing.T, texts map[string][]byte, root string) *model.Schema {
	t.Helper()
	return loadSchema(t, root, parser.Options{ReadFile: func(path string) ([]byte, error) {
		if text, ok := texts[filepath.ToSlash(path)]; ok {
			return text, nil
		}
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}})
}
