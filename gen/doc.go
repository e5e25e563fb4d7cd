package gen

import (
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/doc/godoc"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// sentence returns a doc comment with a text that is not the schema's.
func sentence(text string) string { return godoc.Sentence(godoc.Declaration, text) }

// fieldSentence is sentence for a field.
func fieldSentence(text string) string { return godoc.Sentence(godoc.Field, text) }

// packageDoc returns the package comment.
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
	var c godoc.Comment
	c.Say(text + ".")
	g.sayHowToStart(&c)
	c.Say("Optional members are pointers, or slices, that are nil when absent. " +
		"All types work with encoding/json, which decodes them tolerantly: what an older or newer peer lacks or adds is no error. " +
		"A struct that embeds one gets its methods, and is encoded as that one alone.")
	return c.String()
}

// sayHowToStart names the functions that create a client and a server.
func (g *generator) sayHowToStart(c *godoc.Comment) {
	hasEvents := len(definitionsOf[*model.Event](g.schema.Definitions)) > 0
	if g.opts.client() {
		text := "A client is what [NewClient] makes of a connection, which [qmp.Dial] opens. It has a method for each command"
		if hasEvents {
			text += ", and [Client.Events] for the events"
		}
		c.Say(text + ".")
	}
	if g.opts.server() {
		text := "A server is what [server.New] makes of a [DispatchTable], which calls your implementation of [Commands]"
		if hasEvents {
			text += "; [server.Server.Emit] sends the events"
		}
		c.Say(text + ".")
	}
}

// commandsDoc documents the interface Commands.
func (g *generator) commandsDoc() string {
	return sentence("Commands are the commands of the schema. See [server.Handler] for what their methods may do, and when several run at the same time." +
		g.ownCommandsDoc())
}

// ownCommandsDoc lists the commands that the runtime answers itself.
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

// typeDoc documents an enum, struct, union or alternate.
func (g *generator) typeDoc(def model.Definition) string {
	if text := g.impliedDoc(def); text != "" {
		return sentence(text)
	}
	h := def.Common()
	c := g.comment(def, h.Doc, godoc.Declaration)
	name := g.names.defs[def]
	if name != h.Name {
		c.Say(name + " is " + h.Name + " in the schema.")
	}
	c.addBody()
	switch def := def.(type) {
	case *model.Alternate:
		c.Say("Exactly one field is set.")
	case *model.Union:
		if hasBranchFields(def) {
			tag := g.names.members[def][tagIndex(def)]
			c.Say(tag + " says which branch is set. Left empty, it follows from the branch.")
		}
	}
	c.addRemarks(h)
	return c.String()
}

// eventDoc documents an event's struct.
func (g *generator) eventDoc(e *model.Event) string {
	c := g.comment(e, e.Doc, godoc.Declaration)
	c.Say(g.names.defs[e] + " is the data of the event " + e.Name + ".")
	c.addBody()
	c.addRemarks(&e.Header)
	return c.String()
}

// clientDoc documents the client's method for cmd with all texts of the schema.
func (g *generator) clientDoc(cmd *model.Command) string {
	c := g.comment(cmd, cmd.Doc, godoc.Declaration)
	c.Say(g.names.defs[cmd] + " executes the command " + cmd.Name + ".")
	c.addBody()
	c.addSection(parser.Returns, "Returns")
	c.addSection(parser.Errors, "Errors")
	c.addRemarks(&cmd.Header)
	return c.String()
}

// serverDoc documents the server's method for cmd with only the first paragraph
// of the description. The client's method has all of it.
func (g *generator) serverDoc(cmd *model.Command) string {
	c := newComment(goNames{g, true}, cmd, cmd.Doc, godoc.Field)
	c.Say(g.names.defs[cmd] + " carries out the command " + cmd.Name + ".")
	if c.doc != nil {
		text := c.scope.Section(c.doc.Sections[0])
		if c.summary {
			c.AddSentence(text)
		} else {
			c.AddFirst(text)
		}
	}
	if cmd.AllowOOB {
		c.Say("It may be called while other commands run, and must not block.")
	}
	c.addRemarks(&cmd.Header)
	return c.String()
}

// valueDoc documents the constant of an enum value.
func (g *generator) valueDoc(e *model.Enum, v *model.EnumValue) string {
	c := g.comment(e, e.Doc, godoc.Field)
	c.addMember(v.Name, v.Features, v.If)
	return c.String()
}

// memberDoc documents the field for a member of def. The description is in the
// comment of the struct that declares the member. An implicit struct has no
// comment; documented has the descriptions of its members.
func (g *generator) memberDoc(def, documented model.Definition, m *model.Member) string {
	described := documented.Common().Doc
	if m.DefinedIn != nil && !m.DefinedIn.Implicit() {
		described = m.DefinedIn.Doc
	}
	c := g.comment(def, described, godoc.Field)
	c.addMember(m.Name, m.Features, m.If)
	return c.String()
}

// alternativeDoc documents the field for an alternative.
func (g *generator) alternativeDoc(a *model.Alternate, alt *model.Alternative) string {
	c := g.comment(a, a.Doc, godoc.Field)
	c.addMember(alt.Name, nil, alt.If)
	return c.String()
}

// branchDoc documents the field for a branch. Schemas do not describe branches.
func (g *generator) branchDoc(b *model.Branch) string {
	c := comment{Comment: godoc.New(godoc.Field, nil)}
	c.sayCondition(b.If)
	return c.String()
}

// enumerate formats a list in words: "a, b and c".
func enumerate(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// A comment is a doc comment about a definition or a part of one.
type comment struct {
	*godoc.Comment
	scope doc.Scope
	doc   *parser.Doc // nil if the schema has none, or Options.Docs excludes it
	// summary limits texts to their first sentence.
	summary bool
}

// comment starts a comment from d. Names in d are resolved in the scope of def.
func (g *generator) comment(def model.Definition, d *parser.Doc, style godoc.Style) *comment {
	return newComment(goNames{g, false}, def, d, style)
}

func newComment(names goNames, def model.Definition, d *parser.Doc, style godoc.Style) *comment {
	opts := names.g.opts
	if opts.Docs == DocsNone {
		d = nil
	}
	return &comment{godoc.New(style, names), doc.Scope{Schema: names.g.schema, Def: def}, d, opts.Docs == DocsSummary}
}

// addBody adds the description of the definition as a whole.
func (c *comment) addBody() { c.add(c.scope.Body(c.doc)) }

// add adds a text, or its first sentence.
func (c *comment) add(text []doc.Block) {
	if c.summary {
		c.AddSentence(text)
	} else {
		c.Add(text)
	}
}

// addSection adds a section after a label.
func (c *comment) addSection(kind parser.SectionKind, label string) {
	if c.doc != nil && !c.summary {
		c.Label(label, c.scope.Section(c.doc.Section(kind)))
	}
}

// addRemarks adds the last parts: the first release, the condition, the
// features.
func (c *comment) addRemarks(h *model.Header) {
	c.addSection(parser.Since, "Since")
	c.sayCondition(h.If)
	for _, f := range h.Features {
		c.addFeature(f)
	}
}

// addMember adds the description, features and condition of a member, value or
// alternative.
func (c *comment) addMember(name string, features []*model.Feature, cond *model.Cond) {
	if c.doc != nil {
		c.add(c.scope.Section(c.doc.Member(name)))
	}
	for _, f := range features {
		c.addFeature(f)
	}
	c.sayCondition(cond)
}

// addFeature describes a feature. Go's tools look for "Deprecated: " at the
// start of a paragraph, followed by text.
func (c *comment) addFeature(f *model.Feature) {
	label, undescribed := "Feature "+f.Name, ""
	switch f.Name {
	case model.Deprecated:
		label, undescribed = "Deprecated", ": the schema says so"
	case model.Unstable:
		label, undescribed = "Unstable", ": it may change or go without notice"
	}
	var text []doc.Block
	if c.doc != nil && !c.summary {
		text = c.scope.Section(c.doc.Feature(f.Name))
	}
	c.Notice(label, label+undescribed+".", text)
}

func (c *comment) sayCondition(cond *model.Cond) {
	if cond != nil {
		c.Say("Present if " + cond.String() + ".")
	}
}
