package docs

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinksLeadSomewhere checks the links of all pages within the repository, and
// that README names every page.
func TestLinksLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages: ", err)
	}
	names := []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"}
	for _, p := range pages {
		names = append(names, "docs/"+filepath.Base(p))
	}
	readme := prose(t, "README.md")
	for _, name := range names {
		if strings.HasPrefix(name, "docs/") && !strings.Contains(readme, "]("+name+")") {
			t.Errorf("README.md does not link to %s", name)
		}
		for _, m := range link.FindAllStringSubmatch(prose(t, name), -1) {
			checkLink(t, name, m[1])
		}
	}
}

// prose returns the text of a page without its blocks.
func prose(t *testing.T, page string) string {
	t.Helper()
	var text strings.Builder
	for i, part := range strings.Split("\n"+readPage(t, page), "\n```") {
		if i%2 == 0 {
			text.WriteString(part)
		}
	}
	return text.String()
}

func checkLink(t *testing.T, page, target string) {
	t.Helper()
	if strings.Contains(target, "://") {
		return
	}
	file, fragment, _ := strings.Cut(target, "#")
	if file == "" {
		file = page
	} else {
		file = path.Join(path.Dir(page), file)
	}
	if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(file))); err != nil {
		t.Errorf("%s links to %s: %v", page, target, err)
		return
	}
	if fragment != "" && !hasAnchor(readPage(t, file), fragment) {
		t.Errorf("%s links to %s, which has no such heading", page, target)
	}
}

func hasAnchor(text, fragment string) bool {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") && anchor(strings.TrimLeft(line, "#")) == fragment {
			return true
		}
	}
	return false
}
