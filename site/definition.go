package site

import (
	"html/template"
	"strconv"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A definitionPage is the page of a definition. Its sections are in the order
// of the page.
type definitionPage struct {
	frame
	def         model.Definition
	ids         map[string]bool
	returnsText template.HTML
	within      bool // the page is one of several definitions

	Kind, Name  string
	ID          string       // of the definition, on a page of several
	URL         template.URL // of the definition's own page
	Module      moduleLink
	Lead        template.HTML // what it is in one line
	Badges      []badge
	Signature   []typeText
	Go          string // the declaration of the Go type or method
	Description template.HTML
	Features    []feature
	Parts       section
	Returns     *section // nil unless it is a command's
	// Releases are those that have the definition, nil if the site compares none.
	Releases *releaseMark
	// History is what changed in the definition, the latest first.
	History  []releaseChanges
	Errors   template.HTML
	Examples template.HTML
	Requests []sampleText
	Uses     *usesData
	Where    string
	Since    string
	// Devices is the list of devices, on the page of device_add.
	Devices template.URL
}

// Wording is the title of the samples.
func (d *definitionPage) Wording() string {
	switch d.def.(type) {
	case *model.Command:
		return "How to send it"
	case *model.Event:
		return "How it arrives"
	default:
		return "A value"
	}
}

// Heading makes a title of a part of the page. Its id has the definition's name on a page of
// several.
func (d *definitionPage) Heading(title string) section {
	id := strings.ToLower(title)
	if d.within {
		id += ":" + d.Name
	}
	return section{ID: pageID(id), Title: title, Within: d.within}
}

// A section has the rows of a definition or of its arguments.
type section struct {
	ID    string
	Title string
	// Type is the type whose parts the rows are, if the definition names it.
	Type []typeText
	Rows []*row
	// None says that there are no rows.
	None string

	// Text is what the comment says about the section as a whole.
	Text template.HTML
	// Within is true on a page of several definitions.
	Within bool
}

// A badge is a property in a word, with its meaning for those who don't know it.
type badge struct{ Class, Text, Meaning string }

// definitionPages makes the data of all definitions' pages.
func (b *builder) definitionPages() map[model.Definition]*definitionPage {
	list := make([]*definitionPage, len(b.schema.Definitions))
	inParallel(len(list), func(i int) { list[i] = b.definitionPage(b.schema.Definitions[i]) })
	pages := make(map[model.Definition]*definitionPage, len(list))
	for i, d := range b.schema.Definitions {
		pages[d] = list[i]
	}
	return pages
}

func (b *builder) definitionPage(def model.Definition) *definitionPage {
	h := def.Common()
	root := b.definitionRoot()
	d := &definitionPage{
		def: def, frame: b.frame(root, h.Name, h.Module), ids: map[string]bool{},
		Kind: kindOf(def), Name: h.Name, ID: h.Name, URL: b.addresses.definition(root, def),
		Module: moduleLink{Title: moduleTitle(h.Module), URL: b.addresses.module(root, h.Module)},
		Where:  h.Module.Name + ":" + strconv.Itoa(h.Pos.Line()),
	}
	rows := &pageRows{builder: b, ids: d.ids}
	if b.opts.Single {
		rows.base, d.within = h.Name, true
	}
	b.addTexts(d)
	switch def := def.(type) {
	case *model.Command:
		rows.command(d, def)
	case *model.Event:
		rows.event(d, def)
	case *model.Struct:
		rows.structType(d, def)
	case *model.Union:
		rows.union(d, def)
	case *model.Alternate:
		rows.alternate(d, def)
	case *model.Enum:
		rows.enum(d, def)
	}
	d.Features = rows.features(rows.base, def, h.Features)
	d.addCommonBadges(h)
	d.Go = b.golang.declaration(def)
	if h.Name == deviceAdd {
		d.Devices = b.devicesURL(root)
	}
	return d
}

// addTexts adds what the comment says about the definition as a whole. Its
// examples have a section of their own.
func (b *builder) addTexts(d *definitionPage) {
	h := d.def.Common()
	if h.Doc == nil {
		return
	}
	scope := b.scope(d.def)
	var body, examples []doc.Block
	for _, block := range scope.Body(h.Doc) {
		if _, isExample := block.(*doc.Example); isExample {
			examples = append(examples, block)
		} else {
			body = append(body, block)
		}
	}
	p := b.printer(b.definitionRoot())
	p.anchors = h.Name
	first, rest := splitSentence(body)
	p.spans(first)
	d.Lead = p.take()
	d.Description = p.html(rest)
	d.Examples = p.html(examples)
	if s := h.Doc.Section(parser.Returns); s != nil {
		d.returnsText = p.html(scope.Section(s))
	}
	if s := h.Doc.Section(parser.Errors); s != nil {
		d.Errors = p.html(scope.Section(s))
	}
	if s := h.Doc.Section(parser.Since); s != nil {
		d.Since = strings.TrimSpace(s.Text)
	}
}

// splitSentence parts the first sentence of a text from the rest.
func splitSentence(blocks []doc.Block) (first []doc.Span, rest []doc.Block) {
	if len(blocks) == 0 {
		return nil, nil
	}
	p, ok := blocks[0].(*doc.Paragraph)
	if !ok {
		return nil, blocks
	}
	for i, span := range p.Text {
		if span.Kind != doc.Text {
			continue
		}
		if end := doc.SentenceEnd(span.Text); end > 0 {
			before, after := span, span
			before.Text, after.Text = span.Text[:end], strings.TrimLeft(span.Text[end:], " ")
			first = append(append(first, p.Text[:i]...), before)
			remaining := append([]doc.Span{after}, p.Text[i+1:]...)
			return first, append([]doc.Block{&doc.Paragraph{Text: remaining}}, blocks[1:]...)
		}
	}
	return p.Text, blocks[1:]
}

// kindOf is the kind of a definition in a word.
func kindOf(def model.Definition) string {
	switch def.(type) {
	case *model.Command:
		return "command"
	case *model.Event:
		return "event"
	case *model.Struct:
		return "struct"
	case *model.Union:
		return "union"
	case *model.Alternate:
		return "alternate"
	default:
		return "enum"
	}
}

func (d *definitionPage) addBadge(class, text, meaning string) {
	d.Badges = append(d.Badges, badge{class, text, meaning})
}

// addCommonBadges adds the badges that every kind may have.
func (d *definitionPage) addCommonBadges(h *model.Header) {
	if model.HasFeature(h.Features, model.Deprecated) {
		d.addBadge("deprecated", "deprecated", "It may go in a later release.")
	}
	if model.HasFeature(h.Features, model.Unstable) {
		d.addBadge("unstable", "unstable", "It may change or go without notice.")
	}
	if h.If != nil {
		d.addBadge("condition", "if "+h.If.String(), "A server has it only if it was built so.")
	}
	if d.Since != "" {
		d.addBadge("since", "since "+d.Since, "The first release that has it, by the text.")
	}
}

// section makes the section of the parts of t. Its step is empty on the page of
// a type.
func (p *pageRows) section(title, step string, t model.Type) section {
	path := joinSteps(p.base, step)
	s := section{ID: path, Title: title, Within: p.opts.Single}
	if step == "" {
		s.ID = pageID(joinSteps("parts", p.base))
	}
	p.at = s.ID
	s.Rows = p.rows(t, path, nil)
	p.open(s.Rows)
	return s
}

// plural is a number and a noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
