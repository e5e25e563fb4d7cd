package gen

import (
	"go/build/constraint"
	"go/format"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/model"
)

// Whatever a schema's documentation says, gofmt leaves the comment made of it
// as it is, and no tool finds a build constraint or a notice of deprecation
// in it.
func FuzzDocIsOnlyDoc(f *testing.F) {
	for _, seed := range []string{
		"A title\n\nand text",
		"- one\n- two\n\n  more\n\n1. three\n\n   - four",
		"Text::\n\n    code\n\n    - more\n- item",
		".. note:: x\n   y\n\n.. qmp-example::\n   :title: T\n\n   -> { }\n   <- { }",
		"term\n    definition\n\n    # x",
		"[a]: http://b\n\n# heading\n\n``code`` 'x' ''y'' `z`",
		"+--+\n|a |\n+--+\n\n==== ==\na    b\n==== ==",
		"1) a\n   b::\n\n     c\n2) d",
		"- oo\n\x14  ree\n\n     - - foee\n\n   -      - -four",
		" \x00yy\n\u00a0",
		"::\n* 0\n00\n*``0",
		"::\n\n\r00",
		"1) ` `",
		"go:noinline\n\nline 1:2\n\nexport x",
		"+build a\n\nDeprecated: b\n\nDeprecated\n    c\n\n::\n\n    +build d\n\n- +build+build e",
		"::\n\n    -\ta\n    1)  b",
		".. admonition:: Deprecated\n\n   Deprecated: a\n\n   ::\n\n    Deprecated: b",
	} {
		f.Add(seed)
	}
	m := &markup{g: &generator{schema: &model.Schema{}, names: &names{}}}
	f.Fuzz(func(t *testing.T, text string) {
		for _, width := range []int{declWidth, fieldWidth} {
			comment := printDoc(m.parseTagged(strings.ToValidUTF8(text, "?")), width)
			if comment == "" {
				continue
			}
			source := string(layout([]byte("package p\n\n" + comment + "\ntype T struct{}\n")))
			got, err := format.Source([]byte(source))
			if err != nil {
				t.Fatalf("%v\n%s", err, source)
			}
			if string(got) != source {
				t.Fatalf("gofmt makes\n%s\nof\n%s", got, source)
			}
			for paragraph := range strings.SplitSeq(comment, "//\n") {
				if strings.HasPrefix(paragraph, "// Deprecated: ") {
					t.Fatalf("Go's tools take this for a notice: %s", paragraph)
				}
			}
			for line := range strings.Lines(comment) {
				if constraint.IsPlusBuild(line) {
					t.Fatalf("go vet takes this for a build constraint: %s", line)
				}
			}
		}
	})
}
