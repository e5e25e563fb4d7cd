package gen_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/model"
)

// Symbols returns exactly the symbols of the package that Package generates.
func TestSymbolsAreThoseOfThePackage(t *testing.T) {
	for seed := range uint64(30) {
		schema := schemaText(t, randomSchema(seed))
		files, diags := gen.Package(schema, gen.Options{Package: "p", Introspection: answer("[]")})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if diff := cmp.Diff(written(t, files), told(schema)); diff != "" {
			t.Errorf("seed %d: (-the package +Symbols):\n%s", seed, diff)
		}
	}
}

func told(schema *model.Schema) (lines []string) {
	for _, s := range gen.Symbols(schema, nil) {
		lines = append(lines, fmt.Sprintf("%s %s %s", s.Kind, s.Name, s.Type))
	}
	slices.Sort(lines)
	return lines
}

// written returns the exported symbols of a package by parsing its source.
func written(t *testing.T, files []gen.File) (lines []string) {
	t.Helper()
	add := func(kind, name string, typ ast.Expr) {
		lines = append(lines, kind+" "+name+" "+types.ExprString(typ))
	}
	for _, f := range files {
		file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Content, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					writtenSpec(f.Name, spec, add)
				}
			case *ast.FuncDecl:
				if d.Recv == nil || !isCommandMethod(d) {
					continue
				}
				client := types.ExprString(d.Recv.List[0].Type.(*ast.StarExpr).X)
				add("method", client+"."+d.Name.Name, d.Type)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// isCommandMethod reports whether a method of a client executes a command.
func isCommandMethod(d *ast.FuncDecl) bool {
	star, ok := d.Recv.List[0].Type.(*ast.StarExpr)
	if !ok || !ast.IsExported(d.Name.Name) || !strings.HasSuffix(types.ExprString(star.X), "Client") {
		return false
	}
	switch types.ExprString(star.X) + "." + d.Name.Name {
	case "Client.OOB", "Client.Events", "Client.Supports":
		return false
	}
	return d.Type.Params.NumFields() > 0
}

func writtenSpec(file string, spec ast.Spec, add func(kind, name string, typ ast.Expr)) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		if spec.Type != nil && strings.HasPrefix(file, "qapi_") {
			return
		}
		if spec.Type == nil || !spec.Names[0].IsExported() {
			return
		}
		add("constant", spec.Names[0].Name, spec.Type)
	case *ast.TypeSpec:
		if strings.HasPrefix(file, "qapi_") {
			return // what every package has
		}
		structure, isStruct := spec.Type.(*ast.StructType)
		if !isStruct {
			add("type", spec.Name.Name, spec.Type)
			return
		}
		add("type", spec.Name.Name, ast.NewIdent("struct"))
		for _, field := range structure.Fields.List {
			if name := field.Names[0].Name; name != "UnknownBranch" {
				add("field", spec.Name.Name+"."+name, field.Type)
			}
		}
	}
}
