package site_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/site"
)

// TestSites holds what is true of each site.
func TestSites(t *testing.T) {
	eachSite(t, func(t *testing.T, m *madeSite) {
		t.Run("every part of the model is on its page", func(t *testing.T) { checkParts(t, m) })
		t.Run("every link leads somewhere", func(t *testing.T) { checkLinks(t, m) })
		t.Run("nothing is loaded from elsewhere", func(t *testing.T) { checkLoads(t, m) })
		t.Run("pages are small", func(t *testing.T) { checkSizes(t, m) })
	})
}

func TestLinksOfASingleFileLeadSomewhere(t *testing.T) {
	t.Run("vmm", func(t *testing.T) { checkLinks(t, makeSite(t, vmm, site.Options{Single: true})) })
	t.Run("qemu", func(t *testing.T) {
		for _, version := range []string{"2.12.0", "10.2.2"} {
			for _, path := range testqemu.Schemas(t, version) {
				checkLinks(t, makeSite(t, testqemu.Corpus(t, path), site.Options{Single: true}))
			}
		}
	})
}

func checkLinks(t *testing.T, m *madeSite) {
	exists := map[string]bool{}
	for _, f := range m.files {
		exists[f.Path] = true
	}
	links := 0
	for _, p := range m.pages {
		for _, link := range p.links() {
			file, id, ok := p.resolve(t, link)
			if !ok {
				continue
			}
			links++
			if !exists[file] {
				t.Errorf("%s: there is no %s", p.path, link)
			} else if id != "" && m.pages[file].ids[id] == nil {
				t.Errorf("%s: %s has no such id", p.path, link)
			}
		}
		for _, id := range p.twice {
			t.Errorf("%s: the id %s is there twice", p.path, id)
		}
	}
	t.Logf("%d links on %d pages", links, len(m.pages))
}

// checkLoads looks for URLs of other sites. Links to them are those of the schema's texts.
func checkLoads(t *testing.T, m *madeSite) {
	for _, p := range m.pages {
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
}

func checkSizes(t *testing.T, m *madeSite) {
	const limit = 150_000
	largest, where, total := 0, "", 0
	for _, f := range m.files {
		total += len(f.Content)
		if strings.HasSuffix(f.Path, ".html") && !strings.HasPrefix(f.Path, "module/") && len(f.Content) > largest {
			largest, where = len(f.Content), f.Path
		}
		if f.Path == "script.js" && len(f.Content) > 10_000 {
			t.Errorf("the script has %d bytes", len(f.Content))
		}
	}
	t.Logf("%d bytes in all, at most %d in a page: %s", total, largest, where)
	if largest > limit {
		t.Errorf("%s has %d bytes", where, largest)
	}
}
