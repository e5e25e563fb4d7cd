package godoc_test

import (
	"go/build/constraint"
	"go/format"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/doc/godoc"
	"github.com/qapi-go/qapi-gen/parser"
)

// The Go doc comment of any documentation is only a comment: gofmt does not
// change it, every line is in it, and no tool finds a build constraint or a
// deprecation notice. It also has all the words.
func FuzzCommentIsOnlyComment(f *testing.F) {
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
		"= Title\n== [x]: Title\n\n.. rubric:: # x\n\n- a::\n\n    b\n\n  Deprecated: c",
		"| a\n| -> b\n\n@a  b\n@c d\n\na `b' *c* _d_ [1]_\n\n.. [1] e",
		".. _0: http:\x00",
		".. versionadded:: 1\n\n.. _a: http://b\n\n.. csv-table:: a\n\n   b,c",
		"`h`_t `a`__b `c`@d *e*`f` `g`_ `i`",
		"Name\n====\nIf a\nIf b\n\n:math:`x` https://a.b/c.",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		for _, kind := range []parser.SectionKind{parser.Plain, parser.Returns, parser.NoteSection, parser.Example} {
			tree := doc.Scope{}.Section(&parser.Section{Kind: kind, Text: text})
			for style, source := range map[godoc.Style]string{
				godoc.Declaration: "package p\n\n%\ntype T struct{}\n",
				godoc.Field:       "package p\n\ntype T struct {\n\t%\n\tF int\n}\n",
			} {
				c := godoc.New(style, nil)
				c.Add(tree)
				comment := c.String()
				if comment == "" {
					continue
				}
				checkComment(t, comment)
				checkSource(t, strings.ReplaceAll(source, "%", indented(comment, style)))
				if missing := missingWords(text, comment); len(missing) > 0 && !hidesWords(text) {
					t.Fatalf("%q are not in\n%s", missing, comment)
				}
			}
		}
	})
}

// indented returns the comment in the position of a declaration of its style.
func indented(comment string, style godoc.Style) string {
	if style == godoc.Field {
		return strings.ReplaceAll(comment, "\n", "\n\t")
	}
	return comment
}

func checkComment(t *testing.T, comment string) {
	t.Helper()
	for line := range strings.SplitSeq(comment, "\n") {
		if line != "//" && !strings.HasPrefix(line, "// ") && !strings.HasPrefix(line, "//\t") {
			t.Fatalf("%q is no line of a comment", line)
		}
		if constraint.IsPlusBuild(line) {
			t.Fatalf("go vet takes this for a build constraint: %s", line)
		}
	}
	for paragraph := range strings.SplitSeq(comment, "//\n") {
		if strings.HasPrefix(paragraph, "// Deprecated: ") {
			t.Fatalf("Go's tools take this for a notice: %s", paragraph)
		}
	}
}

func checkSource(t *testing.T, source string) {
	t.Helper()
	got, err := format.Source([]byte(source))
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	if string(got) != source {
		t.Fatalf("gofmt makes\n%s\nof\n%s", got, source)
	}
}

// hidesWords reports whether a text may have comments, directives, roles or
// targets with words that are not printed.
func hidesWords(text string) bool {
	return strings.Contains(text, "..") || strings.Contains(text, ":`") || strings.Contains(text, "<")
}
