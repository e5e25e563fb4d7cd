package gofolder

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/mod/modfile"

	"github.com/qapi-go/qapi-gen/gen"
)

// ImportPath returns the import path of the package in a folder, by the go.mod file
// there or in the nearest folder above.
func ImportPath(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for root := abs; ; root = filepath.Dir(root) {
		name := filepath.Join(root, "go.mod")
		text, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			if root == filepath.Dir(root) {
				return "", fmt.Errorf("%s is in no Go module: there is no go.mod in it or above; go mod init makes one", dir)
			}
			continue
		}
		if err != nil {
			return "", err
		}
		module := modfile.ModulePath(text)
		if module == "" {
			return "", fmt.Errorf("%s names no module", name)
		}
		below, err := filepath.Rel(root, abs)
		if err != nil {
			return "", err
		}
		return path.Join(module, filepath.ToSlash(below)), nil
	}
}

// GeneratedPackage returns the name of the package of a schema that qapi-gen has
// generated in a folder. It is empty if there is none.
func GeneratedPackage(dir string) (string, error) {
	name := filepath.Join(dir, gen.RootFile)
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return file.Name.Name, nil
}
