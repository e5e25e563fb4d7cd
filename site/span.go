package site

import (
	"html/template"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
)

func (p *printer) spans(spans []doc.Span) {
	for i := range spans {
		p.span(&spans[i])
	}
}

func (p *printer) span(s *doc.Span) {
	switch s.Kind {
	case doc.Emphasis:
		p.tagged("em", s.Text)
	case doc.Strong:
		p.tagged("strong", s.Text)
	case doc.Code, doc.Formula:
		p.tagged("code", s.Text)
	case doc.Symbol:
		p.symbol(s)
	case doc.Link:
		p.link(template.URL(s.Target), s.Text) //nolint:gosec // of one of the schemes that package doc allows
	case doc.Section:
		p.link(p.labels[labelKey(s.Target)].from(p.root, p.addresses.single), s.Text)
	case doc.FootnoteMark:
		p.raw("<sup>")
		var target template.URL
		if p.anchors != "" && p.notes[s.Target] {
			target = here(p.footnoteID(s.Target))
		}
		p.link(target, s.Text)
		p.raw("</sup>")
	case doc.Document, doc.Role, doc.Substitution, doc.Text:
		p.escape(s.Text)
	}
}

func (p *printer) tagged(tag, text string) {
	p.raw("<", tag, ">")
	p.escape(text)
	p.raw("</", tag, ">")
}

// link prints text that leads to url. It is just text if url is empty.
func (p *printer) link(url template.URL, text string) {
	if url == "" {
		p.escape(text)
		return
	}
	p.raw("<a href=\"")
	p.escape(string(url))
	p.raw("\">")
	p.escape(text)
	p.raw("</a>")
}

// symbol prints a reference to a definition or to a part of one.
func (p *printer) symbol(s *doc.Span) {
	var url template.URL
	if s.Def != nil {
		url = p.symbolURL(p.root, s.Def, s.Member)
	}
	if url == "" {
		p.tagged("code", s.Text)
		return
	}
	p.raw("<a href=\"")
	p.escape(string(url))
	p.raw("\"><code>")
	p.escape(s.Text)
	p.raw("</code></a>")
}

// symbolURL is the URL of a definition, or of a member, value or alternative of
// it.
func (b *builder) symbolURL(root string, def model.Definition, member string) template.URL {
	if _, hasPage := b.addresses.pages[def]; !hasPage {
		owner := b.ownerOf(def)
		if owner == nil {
			return ""
		}
		def = owner
	}
	if member == "" {
		return b.addresses.definition(root, def)
	}
	return b.addresses.part(root, def, partID(def, member))
}

// partID is the id of a member, value or alternative of def, on its page.
func partID(def model.Definition, name string) string {
	switch def.(type) {
	case *model.Command, *model.Event:
		return argStep + "/" + name
	case *model.Enum:
		return "^" + name
	case *model.Alternate:
		return alternativeID(name)
	default:
		return name
	}
}

// plain is the text of spans without markup.
func plain(spans []doc.Span) string {
	var b strings.Builder
	for i := range spans {
		b.WriteString(spans[i].Text)
	}
	return b.String()
}

// A label is a place that texts refer to: a title, or a target.
type label struct {
	page string
	id   string
}

// from is the URL of a label from a page that reaches the site's root by root,
// empty for the zero label.
func (l label) from(root string, single bool) template.URL {
	switch {
	case l.id == "":
		return ""
	case single:
		return here(l.id)
	default:
		return pageURL(root, l.page, l.id)
	}
}

// labelKey is the form of a label in which references to it agree.
func labelKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
