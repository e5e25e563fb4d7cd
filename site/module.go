package site

import (
	"go/token"
	"html/template"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
)

// A modulePage is a module as a book: its texts and definitions in order.
type modulePage struct {
	frame
	ID, File string
	Within   bool // the page has other modules too
	Counts   []count
	Items    []bookItem
	Contents []contents
}

// contents are links to the definitions of some kinds.
type contents struct {
	Title   string
	Entries []contentsEntry
}

// A bookItem is free-form documentation or a definition.
type bookItem struct {
	Text       template.HTML
	Definition *definitionPage
	Level      int  // of the definition's heading
	Full       bool // all of the definition is shown
}

// A contentsEntry is a definition in the contents of a module.
type contentsEntry struct {
	Kind, Name string
	URL        template.URL
	Lead       template.HTML
}

// A count is how many of a kind there are.
type count struct {
	Number int
	Text   string
}

func (b *builder) modulePage(m *model.Module, pages map[model.Definition]*definitionPage) *modulePage {
	root := b.definitionRoot()
	title := moduleTitle(m)
	p := &modulePage{frame: b.frame(root, title, m), ID: moduleID(m), File: m.Name, Counts: countKinds(m.Definitions)}
	p.Within = b.opts.Single
	printer := b.printer(root)
	printer.page, printer.headings, printer.anchors = b.addresses.modules[m], 2, "text:"+title
	if p.Within {
		printer.headings = 3
	}
	p.Contents = b.contents(m, pages)
	comments := b.freeForm[m]
	for _, def := range m.Definitions {
		for len(comments) > 0 && comments[0].doc.Pos.Offset() < def.Common().Pos.Offset() {
			p.addText(printer, comments[0].blocks)
			comments = comments[1:]
		}
		p.Items = append(p.Items, bookItem{Definition: pages[def], Level: printer.below(), Full: p.Within})
	}
	for _, c := range comments {
		p.addText(printer, c.blocks)
	}
	return p
}

// contents lists commands, events and types apart.
func (b *builder) contents(m *model.Module, pages map[model.Definition]*definitionPage) []contents {
	lists := []contents{{Title: "Commands"}, {Title: "Events"}, {Title: "Types"}}
	for _, def := range m.Definitions {
		at := 2
		switch def.(type) {
		case *model.Command:
			at = 0
		case *model.Event:
			at = 1
		}
		d := pages[def]
		lists[at].Entries = append(lists[at].Entries, contentsEntry{d.Kind, d.Name, d.URL, d.Lead})
	}
	return slices.DeleteFunc(lists, func(c contents) bool { return len(c.Entries) == 0 })
}

// addText adds free-form documentation. Its highest title is the module's.
func (p *modulePage) addText(printer *printer, blocks []doc.Block) {
	if text := printer.html(blocks); text != "" {
		p.Items = append(p.Items, bookItem{Text: text})
	}
}

// kinds are the kinds of definitions in the order in which they are counted.
var kinds = []struct{ one, many string }{
	{"command", "commands"}, {"event", "events"}, {"struct", "structs"}, {"union", "unions"},
	{"alternate", "alternates"}, {"enum", "enums"},
}

// countKinds counts definitions by kind, without kinds of which there are none.
func countKinds(definitions []model.Definition) []count {
	numbers := map[string]int{}
	for _, d := range definitions {
		numbers[kindOf(d)]++
	}
	var counts []count
	for _, k := range kinds {
		if n := numbers[k.one]; n > 0 {
			counts = append(counts, count{n, plural(n, k.one, k.many)})
		}
	}
	return counts
}

// fill gives options that are empty their values.
func (b *builder) fill() {
	root := b.schema.Modules[0]
	stem := path.Base(moduleTitle(root))
	if b.opts.Title == "" {
		b.opts.Title = stem
	}
	if b.opts.Package == "" {
		b.opts.Package = packageName(stem)
	}
}

// heading is the first title in a module's free-form documentation.
func (b *builder) heading(m *model.Module) string {
	for _, c := range b.freeForm[m] {
		for _, block := range c.blocks {
			if h, ok := block.(*doc.Heading); ok {
				return plain(h.Title)
			}
		}
	}
	return ""
}

// packageName makes the name of a Go package of the name of a schema.
func packageName(stem string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, stem)
	name = strings.TrimLeftFunc(name, unicode.IsDigit)
	if !token.IsIdentifier(name) || name == "main" {
		return "schema"
	}
	return name
}
