package request

import (
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/doc/godoc"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// summary is the first sentence about a definition, in one line. It is empty if
// the schema does not describe it.
func (c *Commands) summary(definition string) string {
	if c.schema == nil {
		return ""
	}
	def := c.schema.Lookup(definition)
	if def == nil || def.Common().Doc == nil {
		return ""
	}
	return c.sentence(def, def.Common().Doc.Section(parser.Plain))
}

// memberSummary is the first sentence about a member.
func (c *Commands) memberSummary(m *model.Member) string {
	if m == nil || m.DefinedIn == nil || m.DefinedIn.Doc == nil {
		return ""
	}
	return c.sentence(m.DefinedIn, m.DefinedIn.Doc.Member(m.Name))
}

// valueSummary is the first sentence about a value of an enum.
func (c *Commands) valueSummary(decl model.Type, value string) string {
	if decl == nil || decl.Common().Doc == nil {
		return ""
	}
	return c.sentence(decl, decl.Common().Doc.Member(value))
}

// sentence prints the first sentence of a section in one line.
func (c *Commands) sentence(def model.Definition, section *parser.Section) string {
	var comment godoc.Comment
	comment.AddSentence(doc.Scope{Schema: c.schema, Def: def}.Section(section))
	var words []string
	for line := range strings.Lines(comment.String()) {
		words = append(words, strings.Fields(strings.TrimPrefix(line, "//"))...)
	}
	return strings.Join(words, " ")
}
