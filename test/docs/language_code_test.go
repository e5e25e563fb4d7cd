package docs

import (
	"go/ast"
	"go/format"
	goparser "go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
)

// goCode returns what the Go blocks of a page must have, by their indices: the types,
// constants and signatures of client methods that the package has for the
// definitions above the block and below the one before.
func goCode(t *testing.T, page []block, s *model.Schema, files []gen.File) map[int]string {
	t.Helper()
	places := map[string]int{} // by Go name
	for _, symbol := range gen.Symbols(s, nil) {
		if symbol.Kind != gen.SymbolField {
			places[symbol.Name] = goBlockOf(t, page, symbol)
		}
	}
	code := map[int]string{}
	for _, f := range files {
		set := token.NewFileSet()
		file, err := goparser.ParseFile(set, f.Name, f.Content, goparser.ParseComments|goparser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if i, ok := places[declaredName(d)]; ok {
				code[i] += declaration(set, f.Content, d, page[i].section == "documentation-comments") + "\n\n"
			}
		}
	}
	for i, text := range code {
		code[i] = formatted(t, text)
	}
	return code
}

// declaration returns the text of a declaration: of a function, its signature.
func declaration(set *token.FileSet, content []byte, d ast.Decl, comments bool) string {
	from, to := d.Pos(), d.End()
	if f, ok := d.(*ast.FuncDecl); ok {
		to = f.Body.Pos()
	}
	if doc := comment(d); comments && doc != nil {
		from = doc.Pos()
	}
	text := string(content[set.Position(from).Offset:set.Position(to).Offset])
	if comments {
		return text
	}
	return withoutComments(text)
}

// goBlockOf returns the index of the Go block below the definition of a symbol.
func goBlockOf(t *testing.T, page []block, symbol gen.Symbol) int {
	t.Helper()
	defined := false
	for i, b := range page {
		defined = defined || b.lang == "qapi" && (strings.Contains(b.text, "': '"+symbol.Definition+"',") ||
			strings.Contains(b.text, "': '"+symbol.Definition+"' }"))
		if defined && b.lang == "go" {
			return i
		}
	}
	t.Fatalf("%s has no Go block below the definition of %s", languagePage, symbol.Definition)
	return 0
}

// declaredName returns the name of a declaration as gen.Symbol has it; of a group of
// constants, that of the first.
func declaredName(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return ""
		}
		if star, ok := d.Recv.List[0].Type.(*ast.StarExpr); ok {
			return star.X.(*ast.Ident).Name + "." + d.Name.Name
		}
	case *ast.GenDecl:
		if len(d.Specs) == 0 {
			return ""
		}
		switch s := d.Specs[0].(type) {
		case *ast.TypeSpec:
			return s.Name.Name
		case *ast.ValueSpec:
			return s.Names[0].Name
		}
	}
	return ""
}

func comment(d ast.Decl) *ast.CommentGroup {
	if d, ok := d.(*ast.GenDecl); ok {
		return d.Doc
	}
	return nil
}

// withoutComments returns a declaration without its lines of comment, and without
// the empty lines around these.
func withoutComments(declaration string) string {
	var kept strings.Builder
	for line := range strings.Lines(declaration) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "//") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

func formatted(t *testing.T, code string) string {
	t.Helper()
	text, err := format.Source([]byte(code))
	if err != nil {
		t.Fatalf("%v in\n%s", err, code)
	}
	lines := strings.SplitAfter(strings.TrimSpace(string(text))+"\n", "\n")
	isFunc := func(i int) bool { return strings.HasPrefix(lines[i], "func ") }
	for i := len(lines) - 2; i > 0; i-- { // signatures stand together
		if lines[i] == "\n" && isFunc(i-1) && isFunc(i+1) {
			lines = slices.Delete(lines, i, i+1)
		}
	}
	return strings.Join(lines, "")
}
