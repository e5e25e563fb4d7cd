package site

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/parser"
)

// elements are those that the printer prints, with their attributes.
var elements = map[string][]string{
	"a": {"href"}, "blockquote": nil, "caption": nil, "code": nil, "dd": nil, "div": {"class", "id"}, "dl": nil,
	"dt": nil, "em": nil, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "li": nil, "ol": {"start"},
	"p": {"class"}, "pre": {"class"}, "span": {"class", "id"}, "strong": nil, "sup": nil, "table": nil,
	"tbody": nil, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "tr": nil, "ul": nil,
}

// Whatever a text says, its HTML has no other elements, and links to nowhere that
// runs code.
func FuzzTextsAddNoMarkup(f *testing.F) {
	for _, text := range []string{
		"<script>alert(1)</script>", "`x <javascript:alert(1)>`_", "``</code><b>``", "**<i>**", "- <b>\n- \"x\"",
		"= <h1>\n\nSee `<h1>`_", ".. note:: <b>\n\n   ``\">``", "::\n\n    </pre><script>", "Note [1]_.\n\n.. [1] <x>",
		"=== ===\na   <b>\n=== ===\n<i> x\n=== ===", ".. _\"><b>: \n\ntext", "-> { \"a\": \"</span>\" }\n<- <b>",
		"+---+\n| < |\n+---+", ".. math::\n\n   </pre>", ".. image:: javascript:x", "https://example.org/\"onclick=x",
		"\x00\x1b[31m<\x7f>", "term\n  <meaning>", "1. a\n2. <b>", ".. code-block:: <c>\n\n   <d>",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b := &builder{addresses: &addresses{}, labels: map[string]label{"x": {"module/x.html", "page:label:x"}}}
		p := b.printer("../")
		p.anchors, p.headings, p.page = "text", 2, "module/x.html"
		blocks := doc.Scope{}.Section(&parser.Section{Kind: parser.Plain, Text: text})
		printed := string(p.html(blocks))
		root, err := html.Parse(strings.NewReader("<!DOCTYPE html><title>x</title><main>" + printed + "</main>"))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.CommentNode {
				t.Fatalf("a comment: %s", printed)
			}
			if n.Type == html.ElementNode && !slices.Contains([]string{"html", "head", "title", "body", "main"}, n.Data) {
				checkElement(t, n, printed)
			}
		}
	})
}

func checkElement(t *testing.T, n *html.Node, printed string) {
	t.Helper()
	allowed, known := elements[n.Data]
	if !known {
		t.Fatalf("an element %s: %s", n.Data, printed)
	}
	for _, a := range n.Attr {
		if !slices.Contains(allowed, a.Key) {
			t.Fatalf("an attribute %s of %s: %s", a.Key, n.Data, printed)
		}
		if scheme, _, ok := strings.Cut(a.Val, ":"); a.Key == "href" && ok && !strings.ContainsAny(scheme, "#/") &&
			!slices.Contains([]string{"http", "https", "ftp", "mailto"}, strings.ToLower(scheme)) {
			t.Fatalf("a link to %s", a.Val)
		}
	}
}
