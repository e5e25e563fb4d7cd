package site_test

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/site"
)

// vmm is the path of the example schema.
const vmm = "../testdata/qapi-schema/vmm.json"

func load(tb testing.TB, path string) *model.Schema {
	tb.Helper()
	s, diags := model.Load(path, parser.Options{})
	if s == nil {
		tb.Fatal(diags)
	}
	return s
}

func build(tb testing.TB, s *model.Schema, opts site.Options) []site.File {
	tb.Helper()
	files, err := site.Build(s, opts)
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

// A madeSite is the site of a schema, as files and as a browser sees it.
type madeSite struct {
	schema *model.Schema
	files  []site.File
	pages  map[string]*parsedPage
}

func makeSite(tb testing.TB, path string, opts site.Options) *madeSite {
	tb.Helper()
	s := load(tb, path)
	files := build(tb, s, opts)
	return &madeSite{s, files, parsePages(tb, files)}
}

// oldAndNew are releases of the corpus with each form of schema and of markup.
var oldAndNew = []string{"2.12.0", "4.2.0", "7.2.0", "10.2.2"}

// eachSite runs a test with the sites of the example schema and of all schemas of
// releases of the corpus.
func eachSite(t *testing.T, test func(t *testing.T, m *madeSite)) {
	t.Run("vmm", func(t *testing.T) { test(t, makeSite(t, vmm, site.Options{})) })
	t.Run("qemu", func(t *testing.T) {
		for _, version := range oldAndNew {
			for name, path := range testqemu.Schemas(t, version) {
				t.Run(version+"/"+name, func(t *testing.T) {
					t.Parallel()
					test(t, makeSite(t, testqemu.Corpus(t, path), site.Options{}))
				})
			}
		}
	})
}

// A parsedPage is a page of a site as a browser would see it.
type parsedPage struct {
	path string
	root *html.Node
	ids  map[string]*html.Node
	// twice are ids of more than one element.
	twice []string
}

// parsePages parses the pages of a site, by their paths.
func parsePages(tb testing.TB, files []site.File) map[string]*parsedPage {
	tb.Helper()
	pages := map[string]*parsedPage{}
	for _, f := range files {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		root, err := html.Parse(bytes.NewReader(f.Content))
		if err != nil {
			tb.Fatal(err)
		}
		p := &parsedPage{path: f.Path, root: root, ids: map[string]*html.Node{}}
		for n := range root.Descendants() {
			id := attribute(n, "id")
			if id == "" {
				continue
			}
			if p.ids[id] != nil {
				p.twice = append(p.twice, id)
			}
			p.ids[id] = n
		}
		pages[f.Path] = p
	}
	return pages
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is the text of an element and of those in it.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// links are the URLs that a page leads to or loads.
func (p *parsedPage) links() []string {
	var list []string
	for n := range p.root.Descendants() {
		for _, name := range []string{"href", "src"} {
			if link := attribute(n, name); link != "" {
				list = append(list, link)
			}
		}
	}
	return list
}

// resolve gives the file and the id that a link on the page leads to. It is not
// ok for a link to another site.
func (p *parsedPage) resolve(tb testing.TB, link string) (file, id string, ok bool) {
	tb.Helper()
	u, err := url.Parse(link)
	if err != nil {
		tb.Errorf("%s: %v", p.path, err)
		return "", "", false
	}
	if u.Scheme != "" {
		return "", "", false
	}
	if u.Path == "" {
		return p.path, u.Fragment, true
	}
	return path.Join(path.Dir(p.path), u.Path), u.Fragment, true
}
