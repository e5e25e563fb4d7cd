package doc

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// A Scope resolves the names in a text: first as members, values or
// alternatives of Def, then as definitions of Schema. Either may be nil.
// Several goroutines may use a Scope at the same time.
type Scope struct {
	Schema *model.Schema
	Def    model.Definition
}

// Body reads the part of a comment that describes the definition as a whole, or
// all of free-form documentation, with notes and examples in their places.
// Section reads the other sections.
func (s Scope) Body(d *parser.Doc) []Block {
	if d == nil {
		return nil
	}
	var blocks []Block
	for _, section := range d.Sections {
		switch section.Kind {
		case parser.Plain, parser.NoteSection, parser.Example:
			blocks = append(blocks, s.Section(section)...)
		case parser.MemberSection, parser.FeatureSection, parser.Returns, parser.Errors, parser.Since, parser.TODO:
		}
	}
	return blocks
}

// Section reads a section of a comment. It returns no blocks for nil.
func (s Scope) Section(section *parser.Section) []Block {
	if section == nil || section.Text == "" {
		return nil
	}
	switch section.Kind {
	case parser.Plain:
		return s.read(strings.Split(section.Text, "\n"))
	case parser.NoteSection:
		return []Block{&Admonition{Kind: "note", Blocks: s.read(tagged(section.Text))}}
	case parser.Example:
		return []Block{&Example{Blocks: []Block{exampleLiteral(strings.Split(section.Text, "\n"))}}}
	case parser.Returns:
		return s.read(asItems(tagged(section.Text)))
	case parser.MemberSection, parser.FeatureSection, parser.Errors, parser.Since, parser.TODO:
	}
	return s.read(tagged(section.Text))
}

// tagged returns the lines of a section that starts after a tag. The first line
// is not indented as the others are.
func tagged(text string) []string {
	lines := strings.Split(text, "\n")
	if indentation(lines[0]) > 0 {
		return dedent(lines)
	}
	return append(lines[:1:1], dedent(lines[1:])...)
}

// symbol resolves a name. If member is false, it looks among definitions only.
func (s Scope) symbol(name string, member bool) Span {
	span := Span{Kind: Symbol, Text: name, Target: name}
	switch {
	case member && hasMember(s.Def, name):
		span.Def, span.Member = s.Def, name
	case s.Schema != nil:
		span.Def = s.Schema.Lookup(name)
	}
	return span
}

// hasMember reports whether def has a member, value or alternative of the name.
func hasMember(def model.Definition, name string) bool {
	switch d := def.(type) {
	case *model.Command:
		return isField(d.Arg, name)
	case *model.Event:
		return isField(d.Arg, name)
	case *model.Enum:
		return d.Value(name) != nil
	case *model.Alternate:
		return slices.ContainsFunc(d.Alternatives, func(a *model.Alternative) bool { return a.Name == name })
	case model.Object:
		return isField(d, name)
	}
	return false
}

func isField(o model.Object, name string) bool {
	return o != nil && slices.ContainsFunc(o.Fields(), func(m *model.Member) bool { return m.Name == name })
}
