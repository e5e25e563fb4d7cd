package check_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

var update = flag.Bool("update", false, "write golden results anew")

// Each case has a schema, and "server.json", the schema of the server,
// optionally with "built", the names defined for it. "want" has the result of
// check: the differences and the conditions found. If the case has "given",
// check gets these names.
func TestGoldenDifferences(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			texts := map[string][]byte{}
			for _, f := range archive.Files {
				texts[f.Name] = f.Data
			}
			server := gen.Introspection(buildText(t, texts, "server.json"), namesIn(texts, "built"), false)
			result := checkDocument(t, buildText(t, texts, "schema.json"), server, namesIn(texts, "given"))
			got := render(t, result.Differences)
			if c := result.Conditions; c != nil && len(c.Defined)+len(c.Undefined)+len(c.Either) > 0 {
				var text strings.Builder
				if err := c.Write(&text); err != nil {
					t.Fatal(err)
				}
				got += text.String()
			}
			if *update {
				archive.Files = append(archive.Files[:len(archive.Files)-1], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(texts["want"]), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
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
