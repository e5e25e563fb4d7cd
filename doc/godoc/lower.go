package godoc

import (
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
)

// lower converts a text to pieces.
func (c *Comment) lower(text []doc.Block) []piece { return withoutNotices(c.blocks(text)) }

// withoutNotices rewords paragraphs that Go's tools would take for deprecation
// notices. Only the caller adds those; see Comment.Notice.
func withoutNotices(pieces []piece) []piece {
	for i, b := range pieces {
		p, _ := b.(paragraph)
		if rest, ok := strings.CutPrefix(p.text, "Deprecated:"); ok {
			pieces[i] = paragraph{"Deprecated -" + rest}
		}
	}
	return pieces
}

func (c *Comment) blocks(blocks []doc.Block) []piece {
	var out []piece
	for _, b := range blocks {
		switch b := b.(type) {
		case *doc.Paragraph:
			out = c.paragraph(out, b.Text, "")
		case *doc.Heading:
			if title := c.text(b.Title); title != "" {
				out = append(out, heading{title})
			}
		case *doc.List:
			out = append(out, c.list(b)...)
		case *doc.TermList:
			for _, item := range b.Items {
				out = append(out, titled(c.text(item.Title), c.blocks(item.Blocks))...)
			}
		case *doc.Quote:
			out = append(out, c.blocks(b.Blocks)...)
		case *doc.Literal:
			out = appendCode(out, b.Lines)
		case *doc.Math:
			out = appendCode(out, b.Lines)
		case *doc.Example:
			out = append(out, c.example(b)...)
		case *doc.Admonition:
			out = append(out, c.admonition(b)...)
		case *doc.Table:
			out = appendCode(c.paragraph(out, b.Title, ":"), b.Lines)
		case *doc.Footnote:
			out = append(out, c.footnote(b)...)
		case *doc.Target:
			if b.URL != "" {
				out = append(out, paragraph{plain(b.Name + ": " + b.URL)})
			}
		case *doc.Directive:
			out = append(out, c.directive(b)...)
		}
	}
	return out
}

// paragraph appends a paragraph of spans followed by ending. It appends nothing
// if the spans have no text.
func (c *Comment) paragraph(out []piece, spans []doc.Span, ending string) []piece {
	if text := c.text(spans); text != "" {
		out = append(out, paragraph{text + ending})
	}
	return out
}

func appendCode(out []piece, lines []string) []piece {
	if c, ok := newCode(lines); ok {
		out = append(out, c)
	}
	return out
}

// titled puts a title before pieces. Without pieces it returns the title alone.
func titled(title string, pieces []piece) []piece {
	switch {
	case title == "":
		return pieces
	case len(pieces) == 0:
		return []piece{paragraph{title}}
	}
	return labelled(title, pieces)
}

// example returns an example under a line "Example:".
func (c *Comment) example(e *doc.Example) []piece {
	pieces := c.blocks(e.Blocks)
	title := strings.TrimSuffix(c.text(e.Title), ":")
	switch {
	case title != "":
		title = "Example: " + title + ":"
	case len(pieces) == 0:
		return nil
	default:
		title = "Example:"
	}
	return append([]piece{paragraph{title}}, pieces...)
}

// labels are the names of admonitions that differ from those of their
// directives.
var labels = map[string]string{
	"admonition":     "",
	"seealso":        "See also",
	"versionadded":   "New in ",
	"versionchanged": "Changed in ",
	"deprecated":     "Deprecated since ",
	"versionremoved": "Removed in ",
}

// admonition returns a remark after its label.
func (c *Comment) admonition(a *doc.Admonition) []piece {
	label, ok := labels[a.Kind]
	if !ok {
		label = strings.ToUpper(a.Kind[:1]) + a.Kind[1:]
	}
	if title := c.text(a.Title); title != "" || label == "" {
		return titled(label+title, c.blocks(a.Blocks))
	}
	return labelled(label, c.blocks(a.Blocks))
}

// footnote returns a footnote after its label.
func (c *Comment) footnote(f *doc.Footnote) []piece {
	label, pieces := "["+f.Label+"]", c.blocks(f.Blocks)
	if len(pieces) > 0 {
		if p, ok := pieces[0].(paragraph); ok {
			return append([]piece{paragraph{plain(label + " " + p.text)}}, pieces[1:]...)
		}
	}
	return append([]piece{paragraph{plain(label)}}, pieces...)
}

// directive returns what a comment can show of a directive.
func (c *Comment) directive(d *doc.Directive) []piece {
	var out []piece
	for _, o := range d.Options {
		if o.Name == "alt" {
			out = append(out, paragraph{plain(o.Value)})
		}
	}
	return append(out, c.blocks(d.Blocks)...)
}

// list returns a list, or several lists and code, because Go's lists cannot
// contain code.
func (c *Comment) list(l *doc.List) []piece {
	var b listBuilder
	for _, it := range l.Items {
		b.item = item{number: it.Number}
		b.shown = !l.Ordered
		for _, p := range c.blocks(it.Blocks) {
			b.add(p)
		}
		b.endItem()
	}
	b.endList()
	return b.out
}

// A listBuilder makes Go lists, whose items contain only paragraphs. Code in an
// item ends the list, and another list continues after it.
type listBuilder struct {
	out     []piece
	current list
	item    item
	shown   bool // the item's number, if it has one, is in the list
}

func (l *listBuilder) add(p piece) {
	switch p := p.(type) {
	case paragraph:
		l.item.paragraphs = append(l.item.paragraphs, p.text)
	case heading:
		l.item.paragraphs = append(l.item.paragraphs, p.text)
	case list:
		for _, p := range p.asParagraphs() {
			l.add(p)
		}
	case code:
		l.endItem()
		l.endList()
		l.out = append(l.out, p)
	}
}

// endItem adds the item to the list. A paragraph that starts with a marker like
// the item's own becomes an item too, because gofmt makes it one.
func (l *listBuilder) endItem() {
	if !l.shown && len(l.item.paragraphs) == 0 {
		l.item.paragraphs = []string{"–"}
	}
	l.shown = true
	it := item{number: l.item.number}
	for i, text := range l.item.paragraphs {
		marker, rest, _ := strings.Cut(text, " ")
		number := strings.TrimRight(marker, ".)-*+•")
		if i > 0 && isMarker(marker) && rest != "" && (number == "") == (it.number == "") {
			l.current.items = append(l.current.items, it)
			it = item{number: number}
			text = rest
		}
		it.paragraphs = append(it.paragraphs, text)
	}
	if len(it.paragraphs) > 0 {
		l.current.items = append(l.current.items, it)
	}
	l.item.paragraphs = nil
}

func (l *listBuilder) endList() {
	if len(l.current.items) > 0 {
		l.out = append(l.out, l.current)
	}
	l.current = list{}
}
