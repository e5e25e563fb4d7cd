package doc_test

import (
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/doc/godoc"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Each case has a schema. "tree" has the tree of its comments, and "godoc" the
// Go doc comment of each section.
func TestGolden(t *testing.T) {
	testgolden.Run(t, goldenCases, func(t *testing.T, c *testgolden.Case) {
		schema := loadCase(t, c.Archive)
		for name, got := range map[string]string{"tree": treeOf(schema), "godoc": goDocOf(schema)} {
			if c.Has(name) {
				c.Compare(t, name, got)
			}
		}
	})
}

const goldenCases = "testdata/*.txtar"

// loadCase builds the schema of a case, which may have an edition.
func loadCase(t testing.TB, archive *txtar.Archive) *model.Schema {
	t.Helper()
	opts := parser.Options{Edition: testqemu.ArchiveEdition(t, archive.Comment, edition.Auto), ReadFile: func(path string) ([]byte, error) {
		for _, f := range archive.Files {
			if f.Name == path {
				return f.Data, nil
			}
		}
		return nil, fs.ErrNotExist
	}}
	schema, diags := model.Load("schema.json", opts)
	if schema == nil {
		t.Fatal(diags)
	}
	return schema
}

// treeOf dumps the trees of all comments.
func treeOf(s *model.Schema) string {
	var d dumper
	for _, comment := range s.Tree.Docs {
		scope := doc.Scope{Schema: s, Def: s.Lookup(comment.Symbol)}
		for _, section := range comment.Sections {
			if section.Text != "" {
				d.line(0, "%s %s %s", comment.Symbol, section.Kind, section.Name)
				d.blocks(1, scope.Section(section))
			}
		}
	}
	return d.b.String()
}

// goDocOf prints all comments.
func goDocOf(s *model.Schema) string {
	var b strings.Builder
	for _, comment := range s.Tree.Docs {
		scope := doc.Scope{Schema: s, Def: s.Lookup(comment.Symbol)}
		for _, section := range comment.Sections {
			if section.Text == "" {
				continue
			}
			c := godoc.New(godoc.Declaration, goNames{})
			c.Add(scope.Section(section))
			b.WriteString(strings.TrimSpace(comment.Symbol+" "+section.Kind.String()+" "+section.Name) + "\n" + c.String() + "\n")
		}
	}
	return b.String()
}

// goNames returns the names in the schema.
type goNames struct{}

func (goNames) Definition(def model.Definition) string { return "[" + def.Common().Name + "]" }

func (goNames) Member(def model.Definition, name string) string {
	return def.Common().Name + "." + name
}
