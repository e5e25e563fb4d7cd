package doc_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/tools/txtar"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
	"github.com/qapi-go/qapi-gen/parser"
)

// Printers can rely on the tree of any text.
func FuzzTree(f *testing.F) {
	for _, text := range goldenTexts(f) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range []parser.SectionKind{parser.Plain, parser.MemberSection, parser.Returns, parser.NoteSection, parser.Example} {
			tree := doc.Scope{}.Section(&parser.Section{Kind: kind, Text: text})
			for b := range doc.All(tree) {
				checkBlock(t, b)
			}
			for s := range doc.Spans(tree) {
				checkSpan(t, s)
			}
		}
	})
}

func checkBlock(t *testing.T, b doc.Block) {
	t.Helper()
	switch b := b.(type) {
	case *doc.Heading:
		if b.Level < 0 {
			t.Errorf("the level of a heading is %d", b.Level)
		}
	case *doc.List:
		for _, item := range b.Items {
			if b.Ordered == (strings.Trim(item.Number, "0123456789") != "" || item.Number == "") {
				t.Errorf("item %q of a list, ordered: %t", item.Number, b.Ordered)
			}
		}
	case *doc.Literal:
		var lines []string
		for _, p := range b.Parts() {
			if p.Kind == doc.Remark && p.Message() != "" {
				t.Errorf("%q is a message of a remark", p.Message())
			}
			lines = append(lines, p.Lines...)
		}
		if !slices.Equal(lines, b.Lines) {
			t.Errorf("the parts of\n%s\nare\n%s", strings.Join(b.Lines, "\n"), strings.Join(lines, "\n"))
		}
	case *doc.Table:
		if b.Header > len(b.Rows) {
			t.Errorf("%d of %d rows are header", b.Header, len(b.Rows))
		}
		for _, row := range b.Rows {
			for _, cell := range row {
				if cell.ColumnSpan < 1 || cell.RowSpan < 1 {
					t.Errorf("a cell spans %d columns and %d rows", cell.ColumnSpan, cell.RowSpan)
				}
			}
		}
	case *doc.Footnote:
		checkLine(t, b.Label)
	case *doc.Target:
		checkLine(t, b.Name)
		checkLine(t, b.URL)
		if b.URL != "" {
			checkURL(t, b.URL)
		}
	case *doc.Directive:
		checkLine(t, b.Argument)
		for _, o := range b.Options {
			checkLine(t, o.Name)
			checkLine(t, o.Value)
		}
	}
}

func checkSpan(t *testing.T, s *doc.Span) {
	t.Helper()
	if s.Kind == doc.Link {
		checkURL(t, s.Target)
	}
	checkLine(t, s.Text)
	checkLine(t, s.Target)
}

// checkLine checks that text is a line with single spaces.
func checkLine(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(text, "  ") || strings.ContainsFunc(text, unicode.IsControl) {
		t.Errorf("%q is no line of text", text)
	}
}

// checkURL checks that a browser runs no code when it follows url.
func checkURL(t *testing.T, url string) {
	t.Helper()
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	if !slices.Contains([]string{"http", "https", "ftp", "mailto"}, scheme) {
		t.Errorf("a link to %s", url)
	}
}

// goldenTexts returns the texts of the golden cases.
func goldenTexts(tb testing.TB) []string {
	tb.Helper()
	var texts []string
	for _, file := range testgolden.Paths(tb, goldenCases) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for _, comment := range loadCase(tb, archive).Tree.Docs {
			for _, section := range comment.Sections {
				texts = append(texts, section.Text)
			}
		}
	}
	return texts
}
