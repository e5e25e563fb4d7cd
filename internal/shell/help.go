package shell

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/doc/godoc"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// runHelp is .help [NAME].
func (s *Session) runHelp(_ context.Context, args []string, _ string) (Reply, error) {
	switch len(args) {
	case 0:
		return Reply{Text: s.overview()}, nil
	case 1:
		text, err := s.help(args[0])
		return Reply{Text: Safe(text)}, err
	}
	return Reply{}, errors.New(".help takes one name")
}

// overview says what can be typed.
func (s *Session) overview() string {
	var b strings.Builder
	b.WriteString(`COMMAND [KEY=VALUE...]       execute a command; KEY:=JSON gives a value in JSON
COMMAND {JSON}               the same with all arguments in JSON
{JSON}                       send a request as it goes over the wire
`)
	for _, d := range dotCommands() {
		fmt.Fprintf(&b, "%-27s  %s\n", d.usage(), d.brief)
	}
	b.WriteString("# TEXT                       nothing\n" +
		"A line goes on where a quote or bracket is open, and behind a backslash.")
	if s.cfg.Keys != "" {
		b.WriteString("\n\n" + s.cfg.Keys)
	}
	return b.String()
}

// help describes a command, event or type.
func (s *Session) help(name string) (string, error) {
	if d := findDot(strings.TrimPrefix(name, ".")); d != nil && strings.HasPrefix(name, ".") {
		return d.usage() + "\n    " + d.brief, nil
	}
	known := s.known()
	var def model.Definition
	if s.cfg.Schema != nil {
		def = s.cfg.Schema.Lookup(name)
	}
	var entry introspect.Entry
	if known.index != nil {
		entry = known.index.Lookup(name)
	}
	listed := slices.Contains(known.commands, name)
	if def == nil && entry == nil && !listed {
		return "", s.unknown(name)
	}
	head := describe(known, name, entry)
	switch {
	case def != nil:
		if text := s.documentation(def); text != "" {
			head += "\n\n" + text
		}
	case s.cfg.Schema != nil:
		head += "\n\nThe schema does not have it."
	default:
		head += "\n\nThe server does not say what it is for. With --schema FILE, the shell shows\nthe texts of the schema. .types " + name + " shows the types."
	}
	return head, nil
}

// unknown is the error for a name that nothing has.
func (s *Session) unknown(name string) error {
	names := slices.Concat(s.known().commands, s.eventNames())
	if s.cfg.Schema != nil {
		for _, def := range s.cfg.Schema.Definitions {
			names = append(names, def.Common().Name)
		}
	}
	return fmt.Errorf("there is no command, event or type %s%s", Safe(name), diag.Suggest(name, names))
}

// describe says in a few lines what the server tells of a definition.
func describe(known *serverInfo, name string, entry introspect.Entry) string {
	text := name
	switch entry := entry.(type) {
	case *introspect.Command:
		text = known.requests.Signature(name, nil)
		if entry.AllowOOB {
			text += "\nIt can be executed out-of-band, by .oob."
		}
	case *introspect.Event:
		text += " (event)"
	}
	if entry != nil && len(entry.Common().Features) > 0 {
		text += "\nFeatures: " + strings.Join(entry.Common().Features, ", ")
	}
	return text
}

// documentation prints the comment of a definition, and those of its members.
func (s *Session) documentation(def model.Definition) string {
	comment := def.Common().Doc
	var parts []string
	add := func(indent, text string) {
		if text != "" {
			parts = append(parts, indent+strings.ReplaceAll(text, "\n", "\n"+indent))
		}
	}
	scope := doc.Scope{Schema: s.cfg.Schema, Def: def}
	if comment != nil {
		add("", plainText("", scope.Body(comment)))
	}
	for _, m := range members(def) {
		add("  ", s.memberText(m))
	}
	if enum, ok := def.(*model.Enum); ok {
		for _, v := range enum.Values {
			add("  ", s.section(def, v.Name, func(d *parser.Doc) *parser.Section { return d.Member(v.Name) }))
		}
	}
	for _, f := range def.Common().Features {
		add("  ", s.section(def, f.Name, func(d *parser.Doc) *parser.Section { return d.Feature(f.Name) }))
	}
	for _, kind := range []struct {
		label string
		kind  parser.SectionKind
	}{{"Returns", parser.Returns}, {"Errors", parser.Errors}, {"Since", parser.Since}} {
		if comment != nil && comment.Section(kind.kind) != nil {
			add("", plainText(kind.label, scope.Section(comment.Section(kind.kind))))
		}
	}
	return strings.Join(parts, "\n\n")
}

// members are the members of a definition: of its arguments, if it has some.
func members(def model.Definition) []*model.Member {
	var object model.Object
	switch def := def.(type) {
	case *model.Command:
		object = def.Arg
	case *model.Event:
		object = def.Arg
	case model.Object:
		object = def
	}
	if object == nil {
		return nil
	}
	return object.Fields()
}

// memberText is the name of a member, its type, and what it is for.
func (s *Session) memberText(m *model.Member) string {
	name := m.Name + ": " + m.Type.Common().Name
	if m.Optional {
		name += ", optional"
	}
	if m.DefinedIn == nil {
		return name
	}
	return s.section(m.DefinedIn, name, func(d *parser.Doc) *parser.Section { return d.Member(m.Name) })
}

// section prints a section of a definition's comment below a name.
func (s *Session) section(def model.Definition, name string, find func(*parser.Doc) *parser.Section) string {
	d := def.Common().Doc
	if d == nil || find(d) == nil {
		return name
	}
	text := plainText("", doc.Scope{Schema: s.cfg.Schema, Def: def}.Section(find(d)))
	if text == "" {
		return name
	}
	return name + "\n  " + strings.ReplaceAll(text, "\n", "\n  ")
}

// plainText prints a tree as it would stand in a Go comment, after a label if there is
// one.
func plainText(label string, tree []doc.Block) string {
	var c godoc.Comment
	if label == "" {
		c.Add(tree)
	} else {
		c.Label(label, tree)
	}
	var lines []string
	for line := range strings.Lines(c.String()) {
		line = strings.TrimPrefix(strings.TrimRight(line, "\n"), "//")
		lines = append(lines, strings.TrimPrefix(line, " "))
	}
	return strings.Join(lines, "\n")
}
