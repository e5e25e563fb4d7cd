package godoc

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/qapi-go/qapi-gen/doc"
)

// text is a line of spans as plain text: references are names in Go, literal
// text has one of the two quotes at each side, emphasis goes.
func (c *Comment) text(spans []doc.Span) string {
	if len(spans) == 1 && spans[0].Kind == doc.Text {
		return plain(spans[0].Text)
	}
	var b strings.Builder
	for _, s := range spans {
		switch s.Kind {
		case doc.Code:
			b.WriteString("`" + s.Text + "`")
		case doc.Symbol:
			b.WriteString(c.symbol(s))
		case doc.Document:
			if s.Text == s.Target {
				// A path from the root of the documentation that the schema is part of
				b.WriteString("the document " + strings.TrimLeft(s.Target, "/"))
			} else {
				b.WriteString(s.Text)
			}
		case doc.Link:
			b.WriteString(s.Text)
			if s.Text != s.Target {
				b.WriteString(" (" + strings.TrimPrefix(s.Target, "mailto:") + ")")
			}
		case doc.FootnoteMark:
			b.WriteString("[" + s.Text + "]")
		case doc.Text, doc.Emphasis, doc.Strong, doc.Section, doc.Formula, doc.Substitution, doc.Role:
			b.WriteString(s.Text)
		}
	}
	return plain(b.String())
}

// symbol is what a reference is called in Go. One that has a title of its own
// keeps it.
func (c *Comment) symbol(s doc.Span) string {
	if s.Def == nil || c.names == nil || s.Text != s.Target {
		return s.Text
	}
	var name string
	if s.Member != "" {
		name = c.names.Member(s.Def, s.Member)
	} else {
		name = c.names.Definition(s.Def)
	}
	if name == "" {
		return s.Text
	}
	return name
}

// plain keeps Go from finding markup of its own in a paragraph's text: quotes
// to make typographic, the definition of a link ("[1]: http://..."), a heading,
// a build constraint.
func plain(text string) string {
	text = strings.ReplaceAll(text, "''", `""`)
	text = strings.ReplaceAll(text, "``", `"`)
	if strings.HasPrefix(text, "[") {
		text = strings.ReplaceAll(text, "]: ", "] ")
	}
	text = strings.TrimPrefix(text, "# ")
	text = quoteConstraint(text)
	if strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") || strings.Contains(text, "  ") {
		text = strings.Join(strings.Fields(text), " ") // what a reference is to may have no text
	}
	return text
}

// plusBuild is a word that makes a build constraint of a line it starts, as it
// may when the text is wrapped.
var plusBuild = regexp.MustCompile(`(^|[ \t])\+build($|[ \t])`)

// quoteConstraint keeps text from having that word.
func quoteConstraint(text string) string {
	for strings.Contains(text, "+build") {
		quoted := plusBuild.ReplaceAllString(text, `$1"+build"$2`)
		if quoted == text {
			break
		}
		text = quoted // the blank behind one word may be that in front of the next
	}
	return text
}

// clean makes lines fit to stand in a comment as they are.
func clean(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		line = strings.Map(func(r rune) rune {
			if r != '\t' && (unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFEFF') {
				return ' '
			}
			return r
		}, line)
		out[i] = quoteConstraint(strings.TrimRight(line, " \t"))
	}
	return dedent(trimBlank(out))
}

func trimBlank(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// dedent takes away the indentation that all lines have, in place.
func dedent(lines []string) []string {
	common := -1
	for _, line := range lines {
		if n := len(line) - len(strings.TrimLeft(line, " \t")); line != "" && (common < 0 || n < common) {
			common = n
		}
	}
	for i, line := range lines {
		if line != "" {
			lines[i] = line[common:]
		}
	}
	return lines
}
