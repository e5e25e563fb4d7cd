package gen

import (
	"strings"
	"unicode"

	"github.com/qapi-go/qapi-gen/model"
)

// markup turns the text of schema documentation into blocks. References are
// seen from one definition.
type markup struct {
	g         *generator
	def       model.Definition
	forServer bool // for who implements commands, not who executes them
}

func (g *generator) markup(def model.Definition) *markup { return &markup{g: g, def: def} }

// inline turns inline markup into plain text, with single blanks between
// words: references become names in Go, literals keep one of the two quotes at
// each side, emphasis goes.
func (m *markup) inline(text string) string {
	text = strings.Join(strings.FieldsFunc(text, isNoText), " ")
	if strings.ContainsAny(text, "`@*|\\'[") {
		var b strings.Builder
		for text != "" {
			n := strings.IndexAny(text, "`@*|\\")
			if n < 0 {
				break
			}
			before := text[:n]
			text = m.span(&b, before, text[n:])
		}
		b.WriteString(text)
		text = b.String()
	}
	return plainText(text)
}

// plainText keeps Go from finding markup of its own in text: quotes to make
// typographic, the definition of a link ("[1]: http://..."), a heading, a build
// constraint.
func plainText(text string) string {
	text = strings.ReplaceAll(text, "''", `""`)
	text = strings.ReplaceAll(text, "``", `"`)
	if strings.HasPrefix(text, "[") {
		text = strings.ReplaceAll(text, "]: ", "] ")
	}
	text = strings.TrimPrefix(text, "# ")
	text = quoteConstraint(text)
	return strings.Join(strings.Fields(text), " ") // a reference may be to nothing
}

// quoteConstraint makes no build constraint of a line that starts with +build,
// as the text may when it is wrapped.
func quoteConstraint(text string) string {
	return strings.ReplaceAll(text, "+build", `"+build"`)
}

// span writes what stands before a mark, and what the mark makes of the text
// that it starts. It returns the rest.
func (m *markup) span(b *strings.Builder, before, text string) (rest string) {
	open := len(before) == 0 || !isNameByte(before[len(before)-1])
	switch c := text[0]; {
	case strings.HasPrefix(text, "``"):
		if literal, rest, ok := strings.Cut(text[2:], "``"); ok {
			b.WriteString(before + "`" + literal + "`")
			return rest
		}
	case c == '`':
		if inner, rest, ok := strings.Cut(text[1:], "`"); ok && inner != "" {
			before, role := cutRole(before)
			b.WriteString(before)
			b.WriteString(m.interpreted(role, inner))
			return strings.TrimLeft(rest, "_")
		}
	case c == '@' && open:
		if n := nameLen(text[1:]); n > 0 {
			b.WriteString(before + m.member(text[1:1+n]))
			return text[1+n:]
		}
	case c == '*' && open:
		mark := text[:len(text)-len(strings.TrimLeft(text, "*"))]
		inner, rest, ok := strings.Cut(text[len(mark):], mark)
		if ok && len(mark) <= 2 && inner != "" && strings.Trim(inner, " ") == inner && !startsWithName(rest) {
			b.WriteString(before + inner)
			return rest
		}
	case c == '|' && open:
		if n := nameLen(text[1:]); n > 0 && strings.HasPrefix(text[1+n:], "|") {
			b.WriteString(before + text[1:1+n])
			return text[2+n:]
		}
	case c == '\\' && len(text) > 1 && strings.IndexByte("`@*|_\\", text[1]) >= 0:
		b.WriteString(before + text[1:2])
		return text[2:]
	}
	b.WriteString(before + text[:1])
	return text[1:]
}

// cutRole cuts a role (":doc:") off the text before interpreted text.
func cutRole(before string) (rest, role string) {
	if !strings.HasSuffix(before, ":") {
		return before, ""
	}
	start := strings.LastIndexByte(before, ' ') + 1
	for start < len(before) && before[start] != ':' {
		start++ // an opening parenthesis, say
	}
	if role = strings.Trim(before[start:], ":"); role == "" || len(role)+2 > len(before)-start {
		return before, ""
	}
	return before[:start], role
}

// interpreted turns `text` or `text <target>` into what it refers to.
func (m *markup) interpreted(role, inner string) string {
	text, target, ok := strings.Cut(strings.TrimSuffix(inner, ">"), "<")
	text = strings.TrimSpace(text)
	if ok && strings.Contains(target, "://") {
		return strings.TrimSpace(text + " (" + target + ")")
	}
	if ok && text != "" {
		return text
	}
	if role == "" || strings.HasPrefix(role, "qapi:") {
		name := strings.TrimLeft(inner, "~!.")
		if link := m.link(name); link != "" {
			return link
		}
		return name
	}
	if role == "doc" {
		// A path from the root of the documentation that the schema is part of
		return "the document " + strings.TrimLeft(inner, "/")
	}
	return inner
}

// member turns @name into the name of the field or constant it means, or else
// of a definition.
func (m *markup) member(name string) string {
	trimmed := strings.TrimRight(name, "-_.")
	if field := m.field(trimmed); field != "" {
		return field + name[len(trimmed):]
	}
	if link := m.link(trimmed); link != "" {
		return link + name[len(trimmed):]
	}
	return name
}

func (m *markup) field(name string) string {
	def := m.def
	switch d := def.(type) {
	case *model.Command:
		def = d.Arg
	case *model.Event:
		def = d.Arg
	case *model.Enum:
		for i, v := range d.Values {
			if v.Name == name {
				return m.g.names.members[d][i]
			}
		}
	case *model.Alternate:
		for i, alt := range d.Alternatives {
			if alt.Name == name {
				return m.g.names.members[d][i]
			}
		}
	}
	object, ok := def.(model.Object)
	if names := m.g.names.members[def]; ok && names != nil {
		for i, f := range object.Fields() {
			if f.Name == name {
				return names[i]
			}
		}
	}
	return ""
}

// link is a doc link to the definition called name, or empty.
func (m *markup) link(name string) string {
	def := m.g.schema.Lookup(name)
	if c, ok := def.(*model.Command); ok {
		return m.command(c)
	}
	if goName := m.g.names.defs[def]; goName != "" {
		return "[" + goName + "]"
	}
	return ""
}

// command is a doc link to the method for c that a reader of the comment may
// use: the one to implement in what is for servers, the client's elsewhere.
func (m *markup) command(c *model.Command) string {
	forServer := m.forServer || !m.g.opts.client()
	switch method := m.g.names.defs[c]; {
	case forServer && m.g.opts.server() && !runtimeCommands[c.Name]:
		return "[Commands." + method + "]"
	case m.g.opts.client():
		return "[Client." + method + "]"
	default:
		return c.Name
	}
}

// isNoText reports whether r is white space, or nothing that a Go file may
// have in a comment.
func isNoText(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFEFF'
}

func isNameByte(c byte) bool {
	return isLower(c) || isUpper(c) || isDigit(c) || c == '-' || c == '_'
}

func nameLen(s string) int {
	n := 0
	for n < len(s) && (isNameByte(s[n]) || s[n] == '.' && n+1 < len(s) && isNameByte(s[n+1])) {
		n++
	}
	return n
}

func startsWithName(s string) bool { return s != "" && isNameByte(s[0]) }
