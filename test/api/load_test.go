package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A listedPackage is what go list says about a package.
type listedPackage struct {
	Dir, ImportPath, ForTest, Export string
	GoFiles, Deps                    []string
	ImportMap                        map[string]string
	Module                           *struct{ Main bool }
}

// base is the import path without the variant that go list adds for tests.
func (p *listedPackage) base() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// dependsOn reports whether p imports one of the paths, directly or not.
func (p *listedPackage) dependsOn(paths []string) bool {
	for _, dep := range p.Deps {
		dep, _, _ = strings.Cut(dep, " ")
		if slices.Contains(paths, dep) {
			return true
		}
	}
	return false
}

// goList lists the packages of the module in a folder with their tests and all
// that they import, compiled.
func goList(t *testing.T, dir string) map[string]*listedPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-test", "-export", "-deps",
		"-json=Dir,ImportPath,ForTest,Export,GoFiles,Deps,ImportMap,Module", "./...")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list in %s: %v\n%s", dir, err, &stderr)
	}
	packages := map[string]*listedPackage{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list in %s: %v", dir, err)
		}
		packages[p.ImportPath] = &p
	}
}

// A checkedPackage is a package with its syntax and types.
type checkedPackage struct {
	*types.Package
	files []*ast.File
	info  *types.Info
}

// typeCheck checks the sources of p. Its imports come from what the compiler
// exported, so each package that is checked has its own objects for them.
func typeCheck(t *testing.T, p *listedPackage, all map[string]*listedPackage) *checkedPackage {
	t.Helper()
	fset := token.NewFileSet()
	c := &checkedPackage{info: &types.Info{
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Types: map[ast.Expr]types.TypeAndValue{},
	}}
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		c.files = append(c.files, f)
	}
	lookup := func(path string) (io.ReadCloser, error) {
		if variant := p.ImportMap[path]; variant != "" {
			path = variant
		}
		imported := all[path]
		if imported == nil || imported.Export == "" {
			return nil, fmt.Errorf("go list gives no export data of %s", path)
		}
		return os.Open(imported.Export)
	}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", lookup)}
	checked, err := config.Check(p.base(), fset, c.files, c.info)
	if err != nil {
		t.Fatalf("checking %s: %v", p.ImportPath, err)
	}
	c.Package = checked
	return c
}
