package parser

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
)

// TestGolden parses the first file of each archive in testdata, and compares
// the diagnostics, or the tree if there are none, with the last file, called
// "want". The archive's comment may name an edition. Without one, bad schemas
// are judged by the latest edition and good ones by Auto.
func TestGolden(t *testing.T) {
	testgolden.Run(t, "testdata/*/*.txtar", func(t *testing.T, c *testgolden.Case) {
		bad := filepath.Base(filepath.Dir(c.Path)) == "bad"
		otherwise := edition.Auto
		if bad {
			otherwise = edition.Latest
		}
		if last := c.Files[len(c.Files)-1].Name; last != "want" {
			t.Fatalf("the archive ends with %s and not with a file called want", last)
		}
		got := parseArchive(t, c.Archive, otherwise)
		c.Compare(t, "want", got)
		if bad != strings.Contains(got, ": error: ") {
			t.Error("good and bad confused")
		}
	})
}

// parseArchive parses an archive and formats the result.
func parseArchive(t *testing.T, archive *txtar.Archive, otherwise edition.Edition) string {
	t.Helper()
	opts := Options{
		ReadFile: archiveReader(archive),
		Edition:  testqemu.ArchiveEdition(t, archive.Comment, otherwise),
	}
	tree, diags := Parse(archive.Files[0].Name, opts)
	var b strings.Builder
	if diags == nil {
		writeTree(&b, tree)
	} else if err := diag.Render(&b, diags, diag.Text); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// archiveReader returns a function that reads the files of an archive as if
// they were in the working directory.
func archiveReader(archive *txtar.Archive) func(string) ([]byte, error) {
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	return func(name string) ([]byte, error) {
		if text, ok := files[path.Clean(name)]; ok {
			return text, nil
		}
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
}

// writeTree writes a tree for people to compare.
func writeTree(b *strings.Builder, tree *Tree) {
	fmt.Fprintf(b, "edition %v\n", tree.Edition)
	for _, f := range tree.Files {
		fmt.Fprintf(b, "file %s, module %s", f.Source.Path, f.Module)
		if from := f.Source.IncludedFrom; from.IsValid() {
			fmt.Fprintf(b, ", included from %v", from)
		}
		b.WriteString("\n")
	}
	if p := fmt.Sprintf("%+v", tree.Pragmas); p != fmt.Sprintf("%+v", Pragmas{}) {
		fmt.Fprintf(b, "pragmas %s\n", p)
	}
	for _, n := range tree.Nodes {
		fmt.Fprintf(b, "%v %s", n.Object.Pos, showValue(n.Object))
		if n.Doc != nil {
			fmt.Fprintf(b, ", documented at %v", n.Doc.Pos)
		}
		if n.Include != nil {
			fmt.Fprintf(b, ", which is module %s", n.Include.Module)
		}
		b.WriteString("\n")
	}
	for _, d := range tree.Docs {
		fmt.Fprintf(b, "%v documentation of %q\n", d.Pos, d.Symbol)
		for _, s := range d.Sections {
			fmt.Fprintf(b, "    %d:%d %v %s %q\n", s.Pos.Line(), s.Pos.Col(), s.Kind, s.Name, s.Text)
		}
	}
}

// showValue writes v in the schema language.
func showValue(v *Value) string {
	switch v.Kind {
	case Object:
		var members []string
		for _, m := range v.Members {
			members = append(members, fmt.Sprintf("'%s': %s", m.Key, showValue(m.Value)))
		}
		return "{ " + strings.Join(members, ", ") + " }"
	case Array:
		var elems []string
		for _, e := range v.Elems {
			elems = append(elems, showValue(e))
		}
		return "[ " + strings.Join(elems, ", ") + " ]"
	case String:
		return "'" + strings.ReplaceAll(v.Str, `\`, `\\`) + "'"
	default:
		return fmt.Sprint(v.Bool)
	}
}
