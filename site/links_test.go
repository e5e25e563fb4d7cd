package site_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/site"
)

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	eachSchema(t, func(t *testing.T, s *model.Schema) {
		for _, single := range []bool{false, true} {
			files := build(t, s, site.Options{Single: single})
			exists := map[string]bool{}
			for _, f := range files {
				exists[f.Path] = true
			}
			pages := parsePages(t, files)
			links := 0
			for _, p := range pages {
				for _, link := range p.links() {
					file, id, ok := p.resolve(t, link)
					if !ok {
						continue
					}
					links++
					if !exists[file] {
						t.Errorf("%s: there is no %s", p.path, link)
					} else if id != "" && pages[file].ids[id] == nil {
						t.Errorf("%s: %s has no such id", p.path, link)
					}
				}
				for _, id := range p.twice {
					t.Errorf("%s: the id %s is there twice", p.path, id)
				}
			}
			t.Logf("%d links on %d pages", links, len(pages))
		}
	})
}

// Links to other sites are those of the schema's texts, and nothing is loaded from
// there.
func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	eachSchema(t, func(t *testing.T, s *model.Schema) {
		for _, p := range parsePages(t, build(t, s, site.Options{})) {
			for n := range p.root.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				for _, a := range n.Attr {
					remote := strings.Contains(a.Val, "://") || strings.HasPrefix(a.Val, "//")
					if remote && (n.Data != "a" || a.Key != "href") && a.Key != "title" {
						t.Errorf("%s: <%s %s=%q>", p.path, n.Data, a.Key, a.Val)
					}
				}
			}
		}
	})
}

func TestPagesAreSmall(t *testing.T) {
	const limit = 150_000
	eachSchema(t, func(t *testing.T, s *model.Schema) {
		largest, where, total := 0, "", 0
		for _, f := range build(t, s, site.Options{}) {
			total += len(f.Content)
			if strings.HasSuffix(f.Path, ".html") && !strings.HasPrefix(f.Path, "module/") && len(f.Content) > largest {
				largest, where = len(f.Content), f.Path
			}
		}
		t.Logf("%d bytes in all, at most %d in a page: %s", total, largest, where)
		if largest > limit {
			t.Errorf("%s has %d bytes", where, largest)
		}
	})
}
