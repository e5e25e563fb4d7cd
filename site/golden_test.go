package site_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/site"
)

var update = flag.Bool("update", false, "write the expected pages")

// Each archive has a schema, main.json, perhaps older releases of it, older/LABEL.json,
// and the content of its pages without what
// all pages have around it.
func TestPagesAsExpected(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			input := map[string]string{}
			got := &txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				if strings.HasSuffix(f.Name, ".json") {
					input[f.Name] = string(f.Data)
					got.Files = append(got.Files, f)
				}
			}
			path := schemaFiles(t, input)
			schema := load(t, path)
			for _, f := range build(t, schema, site.Options{History: olderThan(t, schema, path, input)}) {
				if strings.HasSuffix(f.Path, ".html") {
					got.Files = append(got.Files, txtar.File{Name: f.Path, Data: contentOf(f.Content)})
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); diff != "" && !*update {
				t.Errorf("pages differ (-want +got); -update writes them:\n%s", diff)
			}
		})
	}
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
