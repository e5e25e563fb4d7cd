package godoc

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/qapi-go/qapi-gen/doc"
)

// text returns spans as plain text: references become Go names, literal text is
// put between back quotes, emphasis is dropped.
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
				// A path from the root of the documentation that the schema is
				// part of
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

// symbol returns the Go name of a reference. A reference with its own title
// keeps that.
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

// plain changes text in which Go would find markup: quotes to make typographic,
// the definition of a link ("[1]: http://..."), a heading, a build constraint.
func plain(text string) string {
	text = strings.ReplaceAll(text, "''", `""`)
	text = strings.ReplaceAll(text, "``", `"`)
	if strings.HasPrefix(text, "[") {
		text = strings.ReplaceAll(text, "]: ", "] ")
	}
	text = strings.TrimPrefix(text, "# ")
	text = quoteConstraint(text)
	if strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") || strings.Contains(text, "  ") {
		text = strings.Join(strings.Fields(text), " ") // an empty reference leaves extra spaces
	}
	return text
}

// plusBuild matches a word that makes a build constraint of a line. Wrapping
// can put it at the start of one.
var plusBuild = regexp.MustCompile(`(^|[ \t])\+build($|[ \t])`)

// quoteConstraint quotes that word in text.
func quoteConstraint(text string) string {
	for strings.Contains(text, "+build") {
		quoted := plusBuild.ReplaceAllString(text, `$1"+build"$2`)
		if quoted == text {
			break
		}
		text = quoted // two matches may share a space
	}
	return text
}

// clean makes lines fit for a comment that keeps them.
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

// dedent removes the common indentation of lines, in place.
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
