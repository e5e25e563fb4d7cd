package gen

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// Widths of comments, which reach to column 80 where tabs are 8 wide.
const (
	declWidth  = 77
	fieldWidth = 69
)

// sentence is the comment of a declaration that this package words itself.
func sentence(text string) string { return printDoc([]block{paragraph{text}}, declWidth) }

// fieldSentence is sentence for a field.
func fieldSentence(text string) string { return printDoc([]block{paragraph{text}}, fieldWidth) }

// appendDoc appends a doc comment, unless it is empty.
func appendDoc(items []jen.Code, doc string) []jen.Code {
	if doc == "" {
		return items
	}
	return append(items, jen.Comment(doc))
}

// packageDoc is the package's documentation.
func (g *generator) packageDoc() string {
	text := "Package " + g.opts.Package + " has the types of the QAPI schema " + g.schema.Modules[0].Name
	switch g.opts.Only {
	case PartTypes:
	case PartClient:
		text += " and a client"
	case PartServer:
		text += " and what a server needs"
	default:
		text += ", a client, and what a server needs"
	}
	blocks := []block{paragraph{text + "."}}
	blocks = append(blocks, g.howToStart()...)
	blocks = append(blocks, paragraph{
		"Optional members are pointers, or slices, that are nil when absent. " +
			"All types work with encoding/json, which decodes them tolerantly: what an older or newer peer lacks or adds is no error. " +
			"A struct that embeds one gets its methods, and is encoded as that one alone."})
	return printDoc(blocks, declWidth)
}

// howToStart says where a reader begins who wants a client or a server.
func (g *generator) howToStart() []block {
	hasEvents := len(definitionsOf[*model.Event](g.schema.Definitions)) > 0
	var blocks []block
	if g.opts.client() {
		text := "A client is what [NewClient] makes of a connection, which [qmp.Dial] opens. It has a method for each command"
		if hasEvents {
			text += ", and [Client.Events] for the events"
		}
		blocks = append(blocks, paragraph{text + "."})
	}
	if g.opts.server() {
		text := "A server is what [server.New] makes of a [DispatchTable], which calls your implementation of [Commands]"
		if hasEvents {
			text += "; [server.Server.Emit] sends the events"
		}
		blocks = append(blocks, paragraph{text + "."})
	}
	return blocks
}

// typeDoc documents an enum, struct, union or alternate.
func (g *generator) typeDoc(def model.Definition) string {
	if text := g.impliedDoc(def); text != "" {
		return sentence(text)
	}
	h := def.Common()
	var blocks []block
	name := g.names.defs[def]
	if name != h.Name {
		blocks = append(blocks, paragraph{name + " is " + h.Name + " in the schema."})
	}
	m := g.markup(def)
	blocks = append(blocks, m.description(h.Doc)...)
	switch def := def.(type) {
	case *model.Alternate:
		blocks = append(blocks, paragraph{"Exactly one field is set."})
	case *model.Union:
		if hasBranchFields(def) {
			tag := g.names.members[def][tagIndex(def)]
			blocks = append(blocks, paragraph{tag + " says which branch is set. Left empty, it follows from the branch."})
		}
	}
	blocks = append(blocks, m.remarks(h.Doc, h.Features, h.If)...)
	return printDoc(blocks, declWidth)
}

// eventDoc documents an event's struct.
func (g *generator) eventDoc(e *model.Event) string {
	m := g.markup(e)
	blocks := []block{paragraph{g.names.defs[e] + " is the data of the event " + e.Name + "."}}
	blocks = append(blocks, m.description(e.Doc)...)
	blocks = append(blocks, m.remarks(e.Doc, e.Features, e.If)...)
	return printDoc(blocks, declWidth)
}

// clientDoc documents the client's method for c: all that the schema says.
func (g *generator) clientDoc(c *model.Command) string {
	m := g.markup(c)
	blocks := []block{paragraph{g.names.defs[c] + " executes the command " + c.Name + "."}}
	blocks = append(blocks, m.description(c.Doc)...)
	blocks = append(blocks, m.labelled(c.Doc, parser.Returns, "Returns")...)
	blocks = append(blocks, m.labelled(c.Doc, parser.Errors, "Errors")...)
	blocks = append(blocks, m.remarks(c.Doc, c.Features, c.If)...)
	return printDoc(blocks, declWidth)
}

// commandsDoc documents the interface of a server's commands.
func (g *generator) commandsDoc() string {
	return sentence("Commands are the commands of the schema. See [server.Handler] for what their methods may do, and when several run at the same time." +
		g.ownCommandsDoc())
}

// ownCommandsDoc names the commands that no implementation has.
func (g *generator) ownCommandsDoc() string {
	var own []string
	for _, c := range definitionsOf[*model.Command](g.schema.Definitions) {
		if runtimeCommands[c.Name] {
			own = append(own, c.Name)
		}
	}
	if len(own) == 0 {
		return ""
	}
	return " The server itself answers " + enumerate(own) + "."
}

// serverDoc documents the server's method for c, whose implementer wants to
// know what it does rather than how it is called.
func (g *generator) serverDoc(c *model.Command) string {
	m := g.markup(c)
	m.forServer = true
	blocks := []block{paragraph{g.names.defs[c] + " carries out the command " + c.Name + "."}}
	blocks = append(blocks, m.synopsis(c.Doc)...)
	if c.AllowOOB {
		blocks = append(blocks, paragraph{"It may be called while other commands run, and must not block."})
	}
	blocks = append(blocks, m.remarks(c.Doc, c.Features, c.If)...)
	return printDoc(blocks, fieldWidth)
}

// valueDoc documents the constant of an enum value.
func (g *generator) valueDoc(e *model.Enum, v *model.EnumValue) string {
	return g.partDoc(g.markup(e), e.Doc, v.Name, v.Features, v.If)
}

// memberDoc documents the field for a member of def, which the member's
// struct describes, or documented where it is declared in passing.
func (g *generator) memberDoc(def, documented model.Definition, m *model.Member) string {
	doc := documented.Common().Doc
	if m.DefinedIn != nil && !m.DefinedIn.Implicit() {
		doc = m.DefinedIn.Doc
	}
	return g.partDoc(g.markup(def), doc, m.Name, m.Features, m.If)
}

// alternativeDoc documents the field for an alternative.
func (g *generator) alternativeDoc(a *model.Alternate, alt *model.Alternative) string {
	return g.partDoc(g.markup(a), a.Doc, alt.Name, nil, alt.If)
}

// branchDoc documents the field for a branch, which the schema doesn't.
func (g *generator) branchDoc(b *model.Branch) string {
	return printDoc(condition(b.If), fieldWidth)
}

func (g *generator) partDoc(m *markup, doc *parser.Doc, name string, features []*model.Feature, cond *model.Cond) string {
	var blocks []block
	if doc != nil {
		if s := doc.Member(name); s != nil {
			blocks = m.parseTagged(s.Text)
		}
	}
	for _, f := range features {
		blocks = append(blocks, m.feature(doc, f)...)
	}
	return printDoc(append(blocks, condition(cond)...), fieldWidth)
}

// description is what a comment says about the whole definition, with notes
// and examples where they stand.
func (m *markup) description(doc *parser.Doc) []block {
	if doc == nil {
		return nil
	}
	var blocks []block
	for _, s := range doc.Sections {
		switch s.Kind {
		case parser.Plain:
			blocks = append(blocks, m.parse(s.Text)...)
		case parser.NoteSection:
			blocks = append(blocks, label("Note", m.parseTagged(s.Text))...)
		case parser.Example:
			blocks = append(blocks, paragraph{"Example:"}, code{clean(strings.Split(s.Text, "\n"))})
		case parser.MemberSection, parser.FeatureSection, parser.Returns, parser.Errors, parser.Since:
			// These have places of their own.
		case parser.TODO:
			// This is for the schema's authors.
		}
	}
	return blocks
}

// synopsis is the first paragraph of the description.
func (m *markup) synopsis(doc *parser.Doc) []block {
	if doc == nil {
		return nil
	}
	for _, b := range m.parse(doc.Sections[0].Text) {
		if p, ok := b.(paragraph); ok {
			return []block{p}
		}
	}
	return nil
}

func (m *markup) labelled(doc *parser.Doc, kind parser.SectionKind, name string) []block {
	if doc == nil {
		return nil
	}
	s := doc.Section(kind)
	if s == nil {
		return nil
	}
	return label(name, m.parseTagged(s.Text))
}

// remarks stand at the end: since when, on what conditions, how long.
func (m *markup) remarks(doc *parser.Doc, features []*model.Feature, cond *model.Cond) []block {
	var blocks []block
	if doc != nil {
		if s := doc.Section(parser.Since); s != nil {
			blocks = append(blocks, label("Since", m.parseTagged(s.Text))...)
		}
	}
	blocks = append(blocks, condition(cond)...)
	for _, f := range features {
		blocks = append(blocks, m.feature(doc, f)...)
	}
	return blocks
}

// feature describes a feature. Go's tools go by "Deprecated: " at the start of a
// paragraph, with text behind it.
func (m *markup) feature(doc *parser.Doc, f *model.Feature) []block {
	name, undescribed := "Feature "+f.Name, ""
	switch f.Name {
	case model.Deprecated:
		name, undescribed = "Deprecated", ": the schema says so"
	case model.Unstable:
		name, undescribed = "Unstable", ": it may change or go without notice"
	}
	var text []block
	if doc != nil {
		if s := doc.Feature(f.Name); s != nil {
			text = m.parseTagged(s.Text)
		}
	}
	if len(text) > 0 && isParagraph(text[0]) {
		return label(name, text)
	}
	return append([]block{paragraph{name + undescribed + "."}}, text...)
}

func condition(c *model.Cond) []block {
	if c == nil {
		return nil
	}
	return []block{paragraph{"Present if " + c.String() + "."}}
}

// enumerate writes a list in words: "a, b and c".
func enumerate(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
