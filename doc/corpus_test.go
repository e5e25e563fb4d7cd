package doc_test

import (
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Every line with an arrow starts a message in the tree, whatever markup the
// release has.
func TestEveryMessageOfQEMUsExamplesIsFound(t *testing.T) {
	for _, version := range testqemu.Versions(t) {
		for name, path := range testqemu.Schemas(t, version) {
			t.Run(version+"/"+name, func(t *testing.T) {
				schema, diags := model.Load(testqemu.Corpus(t, path), parser.Options{})
				if schema == nil {
					t.Fatal(diags)
				}
				for _, comment := range schema.Tree.Docs {
					scope := doc.Scope{Schema: schema, Def: schema.Lookup(comment.Symbol)}
					for _, section := range comment.Sections {
						want := arrows(section.Text)
						if got := len(doc.Messages(scope.Section(section))); got != want {
							t.Errorf("%s: %d messages of %d:\n%s", comment.Symbol, got, want, section.Text)
						}
					}
				}
			})
		}
	}
}

// arrows counts the lines that start messages.
func arrows(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, " |")
		if strings.HasPrefix(line, "-> ") || strings.HasPrefix(line, "<- ") {
			n++
		}
	}
	return n
}
