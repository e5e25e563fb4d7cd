package site

import (
	"html"
	"html/template"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
)

// A printer prints trees of package doc as HTML. All that comes from a text goes
// through escape, so that no text can add markup.
type printer struct {
	*builder
	root string // how the page reaches the site's root
	// anchors is what ids of the text start with. Without it, footnotes and
	// titles have no ids: the same text may be on the page more than once.
	anchors string
	// headings is the level of the text's highest heading on the page. Without
	// it, titles are no headings.
	headings int
	// level is that of the last heading, 0 if there was none.
	level int
	// page is the one whose labels get ids.
	page    string
	notes   map[string]bool // labels of footnotes in the text
	printed map[string]bool // ids
	out     strings.Builder
}

func (b *builder) printer(root string) *printer { return &printer{builder: b, root: root} }

// html prints blocks.
func (p *printer) html(blocks []doc.Block) template.HTML {
	if p.anchors != "" {
		p.notes = map[string]bool{}
		for b := range doc.All(blocks) {
			if note, ok := b.(*doc.Footnote); ok {
				p.notes[note.Label] = true
			}
		}
	}
	p.blocks(blocks)
	return p.take()
}

// take is what was printed since it was last called.
func (p *printer) take() template.HTML {
	text := p.out.String()
	p.out.Reset()
	return template.HTML(text) //nolint:gosec // the printer escapes what it prints
}

func (p *printer) raw(markup ...string) {
	for _, m := range markup {
		p.out.WriteString(m)
	}
}

func (p *printer) escape(text string) { p.out.WriteString(html.EscapeString(printable(text))) }

// printable replaces control characters, which HTML cannot have.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, text)
}

// id prints the attribute of an id, the first time.
func (p *printer) id(id string) {
	if id == "" || p.printed[id] {
		return
	}
	if p.printed == nil {
		p.printed = map[string]bool{}
	}
	p.printed[id] = true
	p.raw(" id=\"")
	p.escape(id)
	p.raw("\"")
}

func (p *printer) blocks(blocks []doc.Block) {
	for _, b := range blocks {
		p.block(b)
	}
}

func (p *printer) block(b doc.Block) {
	switch b := b.(type) {
	case *doc.Heading:
		p.heading(b)
	case *doc.Paragraph:
		p.raw("<p>")
		p.spans(b.Text)
		p.raw("</p>\n")
	case *doc.List:
		p.list(b)
	case *doc.TermList:
		p.raw("<dl>\n")
		for _, item := range b.Items {
			p.raw("<dt>")
			p.spans(item.Title)
			p.raw("</dt>\n<dd>")
			p.blocks(item.Blocks)
			p.raw("</dd>\n")
		}
		p.raw("</dl>\n")
	case *doc.Quote:
		p.raw("<blockquote>\n")
		p.blocks(b.Blocks)
		p.raw("</blockquote>\n")
	case *doc.Literal:
		p.literal(b)
	case *doc.Math:
		p.raw("<pre class=\"math\">")
		p.escape(strings.Join(b.Lines, "\n"))
		p.raw("</pre>\n")
	case *doc.Example:
		p.titled("example", "Example", b.Title)
		p.blocks(b.Blocks)
		p.raw("</div>\n")
	case *doc.Admonition:
		p.titled("remark "+remarkClass(b.Kind), remarkTitle(b), b.Title)
		p.blocks(b.Blocks)
		p.raw("</div>\n")
	case *doc.Table:
		p.table(b)
	case *doc.Footnote:
		p.footnote(b)
	case *doc.Target:
		p.target(b)
	case *doc.Directive:
		p.directive(b)
	}
}

// heading prints a title. Where the text has no headings of its own, and for a
// title without a part of the text below it, it is a strong line.
func (p *printer) heading(h *doc.Heading) {
	if p.headings == 0 || h.Level == 0 {
		p.raw("<p class=\"title\"><strong>")
		p.spans(h.Title)
		p.raw("</strong></p>\n")
		return
	}
	p.level = min(p.headings+h.Level-1, p.below())
	tag := "h" + strconv.Itoa(p.level)
	p.raw("<", tag)
	p.id(p.labelID(plain(h.Title)))
	p.raw(">")
	p.spans(h.Title)
	p.raw("</", tag, ">\n")
}

// below is the level of a heading below the last one.
func (p *printer) below() int { return min(max(p.level+1, p.headings), 5) }

func (p *printer) list(l *doc.List) {
	tag := "ul"
	if l.Ordered {
		tag = "ol"
	}
	p.raw("<", tag)
	if l.Ordered && len(l.Items) > 0 {
		if n, err := strconv.Atoi(l.Items[0].Number); err == nil && n != 1 {
			p.raw(" start=\"", strconv.Itoa(n), "\"")
		}
	}
	p.raw(">\n")
	for _, item := range l.Items {
		p.raw("<li>")
		p.blocks(item.Blocks)
		p.raw("</li>\n")
	}
	p.raw("</", tag, ">\n")
}

// literal prints lines as they are, with the messages in them told apart.
func (p *printer) literal(l *doc.Literal) {
	p.raw("<pre>")
	for i, part := range l.Parts() {
		if i > 0 {
			p.raw("\n")
		}
		class := map[doc.PartKind]string{doc.Request: "request", doc.Response: "response"}[part.Kind]
		if class != "" {
			p.raw("<span class=\"", class, "\">")
		}
		p.escape(strings.Join(part.Lines, "\n"))
		if class != "" {
			p.raw("</span>")
		}
	}
	p.raw("</pre>\n")
}

// titled starts a box with a title: the author's, if there is one.
func (p *printer) titled(class, title string, own []doc.Span) {
	p.raw("<div class=\"", class, "\">\n<p class=\"title\"><strong>")
	p.escape(title)
	if len(own) > 0 {
		if title != "" {
			p.raw(": ")
		}
		p.spans(own)
	}
	p.raw("</strong></p>\n")
}

// remarkClass is how urgent a remark looks.
func remarkClass(kind string) string {
	switch kind {
	case "attention", "caution", "danger", "error", "warning", "deprecated", "versionremoved":
		return "warning"
	default:
		return "note"
	}
}

// remarkTitle is the title of a remark in words.
func remarkTitle(a *doc.Admonition) string {
	switch a.Kind {
	case "admonition":
		return ""
	case "versionadded":
		return "Added in"
	case "versionchanged":
		return "Changed in"
	case "versionremoved":
		return "Removed in"
	case "deprecated":
		return "Deprecated since"
	case "seealso":
		return "See also"
	default:
		return strings.ToUpper(a.Kind[:1]) + a.Kind[1:]
	}
}

func (p *printer) table(t *doc.Table) {
	if len(t.Rows) == 0 {
		p.literal(&doc.Literal{Lines: t.Lines})
		return
	}
	p.raw("<table>\n")
	if len(t.Title) > 0 {
		p.raw("<caption>")
		p.spans(t.Title)
		p.raw("</caption>\n")
	}
	for i, row := range t.Rows {
		p.raw("<tr>")
		for _, cell := range row {
			tag := "td"
			if i < t.Header {
				tag = "th"
			}
			p.raw("<", tag)
			if cell.ColumnSpan > 1 {
				p.raw(" colspan=\"", strconv.Itoa(cell.ColumnSpan), "\"")
			}
			if cell.RowSpan > 1 {
				p.raw(" rowspan=\"", strconv.Itoa(cell.RowSpan), "\"")
			}
			p.raw(">")
			p.blocks(cell.Blocks)
			p.raw("</", tag, ">")
		}
		p.raw("</tr>\n")
	}
	p.raw("</table>\n")
}

func (p *printer) footnote(f *doc.Footnote) {
	p.raw("<div class=\"footnote\"")
	if p.anchors != "" {
		p.id(p.footnoteID(f.Label))
	}
	p.raw("><sup>")
	p.escape(f.Label)
	p.raw("</sup> ")
	p.blocks(f.Blocks)
	p.raw("</div>\n")
}

func (p *printer) footnoteID(label string) string { return pageID(p.anchors + "-note-" + label) }

// target marks a place that spans refer to.
func (p *printer) target(t *doc.Target) {
	if id := p.labelID(t.Name); id != "" && t.URL == "" {
		p.raw("<span")
		p.id(id)
		p.raw("></span>\n")
	}
}

// labelID is the id of a label, if it is this page that references lead to.
func (p *printer) labelID(name string) string {
	l := p.labels[labelKey(name)]
	if p.page == "" || l.page != p.page {
		return ""
	}
	return l.id
}

// directive prints one that the printer knows no form for: its content, or what
// it names.
func (p *printer) directive(d *doc.Directive) {
	if len(d.Blocks) > 0 {
		p.blocks(d.Blocks)
		return
	}
	if d.Argument != "" && d.Name != "index" && d.Name != "contents" && d.Name != "toctree" {
		p.raw("<p><code>")
		p.escape(d.Argument)
		p.raw("</code></p>\n")
	}
}
