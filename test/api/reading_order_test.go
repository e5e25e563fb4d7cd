package api_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fileName matches a file's name or a pattern of names, as in decode*.go.
var fileName = regexp.MustCompile(`[a-z_]+\*?\.go\b`)

// TestPackageCommentsNameAllFiles holds the reading order that each package
// comment gives to the files of the package.
func TestPackageCommentsNameAllFiles(t *testing.T) {
	for _, path := range []string{"qapi", "qmp", "qmp/server", "qmp/lifecycle"} {
		t.Run(path, func(t *testing.T) {
			dir := filepath.Join("../..", path)
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "doc.go"), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			named := fileName.FindAllString(f.Doc.Text(), -1)
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			matched := map[string]bool{}
			for _, entry := range entries {
				name := entry.Name()
				if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || name == "doc.go" {
					continue
				}
				known := false
				for _, pattern := range named {
					if ok, err := filepath.Match(pattern, name); ok && err == nil {
						known, matched[pattern] = true, true
					}
				}
				if !known {
					t.Errorf("the package comment does not name %s", name)
				}
			}
			for _, pattern := range named {
				if !matched[pattern] {
					t.Errorf("the package comment names %s, which does not exist", pattern)
				}
			}
		})
	}
}
