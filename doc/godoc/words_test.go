package godoc_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/doc/godoc"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// No word of QEMU's documentation is lost, whatever markup the release has.
func TestAllWordsOfQEMUsDocumentationArePrinted(t *testing.T) {
	for _, version := range testqemu.Versions(t) {
		for name, path := range testqemu.Schemas(t, version) {
			t.Run(version+"/"+name, func(t *testing.T) {
				schema, diags := model.Load(testqemu.Corpus(t, path), parser.Options{})
				if schema == nil {
					t.Fatal(diags)
				}
				count := 0
				for _, comment := range schema.Tree.Docs {
					scope := doc.Scope{Schema: schema, Def: schema.Lookup(comment.Symbol)}
					for _, section := range comment.Sections {
						c := godoc.New(godoc.Field, nil)
						c.Add(scope.Section(section))
						if missing := missingWords(section.Text, c.String()); len(missing) > 0 {
							t.Errorf("%s: %q are not in\n%s\nwhich is made of\n%s", comment.Symbol, missing, c, section.Text)
						}
						count += len(words(section.Text))
					}
				}
				if count == 0 {
					t.Error("there is no documentation")
				}
			})
		}
	}
}

// syntax matches the parts of a directive, a role or a reference that are not
// printed: names, some options, targets after a title.
var syntax = regexp.MustCompile(`(?m)^ *\.\. ([\w:-]+:|_[^:]*:$|\|.*)|^ *:(title|widths|annotated|alt|class):( auto$)?|:[a-z:]+:` + "`" + ` *|<[^<>:]+>` + "`")

// missingWords returns the words that the text has more often than the output.
func missingWords(text, comment string) []string {
	printed := map[string]int{}
	for _, w := range words(comment) {
		printed[w]++
	}
	var missing []string
	for _, w := range words(syntax.ReplaceAllString(text, " ")) {
		if printed[w]--; printed[w] < 0 {
			missing = append(missing, w)
		}
	}
	return slices.Compact(missing)
}

// words returns the runs of letters and digits in text.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
