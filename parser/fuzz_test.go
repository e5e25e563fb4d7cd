package parser

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// fuzzEditions have the rules of all times.
var fuzzEditions = []edition.Edition{
	edition.Auto, edition.First, edition.Release(5, 2), edition.Release(6, 1), edition.Release(8, 2),
	edition.Release(10, 0), edition.Latest,
}

// FuzzParse parses a schema of two files. Whatever they contain, parsing ends,
// positions can be shown, and a second run has the same result.
func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var included []byte
		if archive.Files[1].Name == "a.json" {
			included = archive.Files[1].Data
		}
		f.Add(archive.Files[0].Data, included, byte(0))
	}
	f.Fuzz(func(t *testing.T, root, included []byte, rules byte) {
		opts := Options{
			Edition: fuzzEditions[int(rules)%len(fuzzEditions)],
			ReadFile: func(path string) ([]byte, error) {
				switch filepath.Clean(path) {
				case "schema.json":
					return root, nil
				case "a.json":
					return included, nil
				default:
					return nil, fs.ErrNotExist
				}
			},
		}
		tree, diags := Parse("schema.json", opts)
		first := render(t, diags)
		for _, n := range tree.Nodes {
			if n.Include == nil && n.Object.Kind != Object {
				t.Errorf("%v: node is %s", n.Object.Pos, n.Object.Kind)
			}
		}
		_, diags = Parse("schema.json", opts)
		if second := render(t, diags); !bytes.Equal(first, second) {
			t.Errorf("first it says:\n%s\nthen:\n%s", first, second)
		}
	})
}

// render formats diags in all formats.
func render(t *testing.T, diags diag.List) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, format := range diag.Formats() {
		if err := diag.Render(&b, diags, format); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}
