package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A block is a fenced block of a page.
type block struct {
	lang, info string // the first word behind the fence, and the rest
	section    string // the anchor of the heading above
	line       int    // of the first line inside
	text       string
}

// root is the path of the repository.
const root = "../.."

// readPage returns the text of a page, given by its path in the repository.
func readPage(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// blocks returns the fenced blocks of a page.
func blocks(t *testing.T, page string) []block {
	t.Helper()
	var found []block
	section, inside := "", false
	for i, line := range strings.SplitAfter(readPage(t, page), "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && inside:
			inside = false
		case isFence:
			inside = true
			lang, info, _ := strings.Cut(strings.TrimSpace(fence), " ")
			found = append(found, block{lang: lang, info: info, section: section, line: i + 2})
		case inside:
			found[len(found)-1].text += line
		case strings.HasPrefix(line, "#"):
			section = anchor(strings.TrimLeft(line, "#"))
		}
	}
	if inside {
		t.Fatalf("%s: the last block has no end", page)
	}
	return found
}

// anchor returns the anchor that GitHub gives a heading.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
			return r
		default:
			return -1
		}
	}, strings.ToLower(strings.TrimSpace(heading)))
}
