package doc

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/model"
)

// isTitle reports whether line is a title in the markup of QEMU up to 10.0.
func isTitle(line string) bool {
	title := strings.TrimLeft(line, "=")
	return len(title) < len(line) && strings.HasPrefix(title, " ") && strings.Trim(title, "= ") != ""
}

// isUnderline reports whether line marks the one above as a title.
func isUnderline(line string) bool {
	if len(line) < 3 || !strings.ContainsRune("=-~^\"*+#", rune(line[0])) {
		return false
	}
	return strings.Trim(line, line[:1]) == ""
}

// atUnderlined reports whether the next line is a title with a line below it,
// or the line above such a title.
func (r *lineReader) atUnderlined() bool {
	lines := r.lines[r.next:]
	if isUnderline(lines[0]) {
		return len(lines) > 2 && !isBlank(lines[1]) && !isUnderline(lines[1]) && lines[2] == lines[0]
	}
	return len(lines) > 1 && isUnderline(lines[1])
}

// style returns the underline character of the title at the next line, twice if
// there is a line above the title too. All titles of a level have the same
// style.
func (r *lineReader) style() string {
	if line := r.lines[r.next]; isUnderline(line) {
		return line[:1] + line[:1]
	}
	return r.lines[r.next+1][:1]
}

// underlined reads such a title.
func (t *textReader) underlined(r *lineReader) Block {
	if t.styles == nil {
		t.styles = titleStyles(t.scope.Schema)
	}
	style := r.style()
	level := slices.Index(t.styles, style)
	if level < 0 {
		level = len(t.styles)
		t.styles = append(t.styles, style)
	}
	title := r.lines[r.next+len(style)-1]
	r.next += len(style) + 1
	return &Heading{level + 1, t.spans(title)}
}

// titleStyles returns the styles of titles in the free-form documentation of a
// schema, by level. As in reStructuredText the first style found is that of
// level 1; all comments count as one text.
func titleStyles(s *model.Schema) []string {
	if s == nil {
		return nil
	}
	var styles []string
	for _, comment := range s.Tree.Docs {
		if comment.Symbol != "" {
			continue
		}
		for _, section := range comment.Sections {
			r := lineReader{lines: strings.Split(section.Text, "\n")}
			for r.skipBlank() {
				if !r.atUnderlined() {
					r.untilBlank()
					continue
				}
				style := r.style()
				if !slices.Contains(styles, style) {
					styles = append(styles, style)
				}
				r.next += len(style) + 1
			}
		}
	}
	return styles
}
