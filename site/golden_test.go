package site_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/site"
)

// Each archive has a schema, main.json, perhaps older releases of it, older/LABEL.json,
// and the content of its pages without what
// all pages have around it.
func TestPagesAsExpected(t *testing.T) {
	isInput := func(name string) bool { return strings.HasSuffix(name, ".json") }
	testgolden.Run(t, "testdata/*.txtar", func(t *testing.T, c *testgolden.Case) {
		input := map[string]string{}
		for _, f := range c.Files {
			if isInput(f.Name) {
				input[f.Name] = string(f.Data)
			}
		}
		path := schemaFiles(t, input)
		schema := load(t, path)
		var pages []txtar.File
		for _, f := range build(t, schema, site.Options{History: olderThan(t, schema, path, input)}) {
			if strings.HasSuffix(f.Path, ".html") {
				pages = append(pages, txtar.File{Name: f.Path, Data: contentOf(f.Content)})
			}
		}
		c.CompareAll(t, isInput, pages)
	})
}

// olderThan is the history of a schema whose older releases are among files. It
// is nil if there are none.
func olderThan(t *testing.T, newest *model.Schema, path string, files map[string]string) *history.History {
	t.Helper()
	var older []string
	for name := range files {
		if strings.HasPrefix(name, "older/") {
			older = append(older, filepath.Join(filepath.Dir(path), name))
		}
	}
	if len(older) == 0 {
		return nil
	}
	return historyOf(t, newest, "new", older...)
}

// contentOf is what a page has in its main element.
func contentOf(page []byte) []byte {
	_, rest, _ := bytes.Cut(page, []byte("<main "))
	_, rest, _ = bytes.Cut(rest, []byte(">\n"))
	content, _, _ := bytes.Cut(rest, []byte("</main>"))
	return content
}
