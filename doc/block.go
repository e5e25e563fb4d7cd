package doc

import "strings"

// A textReader is the state of reading a text.
type textReader struct {
	scope Scope
	// styles are the styles of titles by level; see titleStyles. It is nil
	// before the first title.
	styles []string
	// urls and replacements are the link targets and substitutions that the
	// text defines, by name.
	urls, replacements map[string]string
	footnotes          []*Footnote
	depth              int // of nested calls of blocks
}

// maxDepth bounds the nesting of blocks. Deeper content is literal.
const maxDepth = 50

// read reads a text.
func (s Scope) read(lines []string) []Block {
	t := &textReader{scope: s}
	t.findNames(lines)
	blocks := t.blocks(lines)
	if len(t.footnotes) > 0 {
		numberFootnotes(t.footnotes, blocks)
	}
	return blocks
}

// blocks reads the blocks of a text, or of a block that contains others. What
// no other case matches is a paragraph.
func (t *textReader) blocks(lines []string) []Block {
	if t.depth == maxDepth {
		return []Block{&Literal{Lines: verbatim(lines)}}
	}
	t.depth++
	defer func() { t.depth-- }()
	r := lineReader{lines: lines}
	var out []Block
	for r.skipBlank() {
		line := r.lines[r.next]
		switch {
		case indentation(line) > 0:
			out = append(out, t.quote(r.indented()))
		case isExplicit(line):
			out = append(out, t.explicit(&r)...)
		case isTitle(line):
			r.next++
			level := len(line) - len(strings.TrimLeft(line, "="))
			out = append(out, &Heading{level, t.spans(line[level:])})
		case isTable(line):
			out = append(out, t.table(nil, tableLines(&r)))
		case isBarred(line):
			out = append(out, exampleLiteral(r.barred()))
		case isQMP(line):
			out = append(out, &Literal{Lines: verbatim(r.untilBlank())})
		case r.atItem() != "":
			out = append(out, t.lists(&r)...)
		case r.terms() > 0:
			out = append(out, t.termList(&r, r.terms()))
		case isNamed(line):
			out = append(out, t.named(&r))
		case r.atUnderlined():
			out = append(out, t.underlined(&r))
		default:
			out = t.paragraph(out, &r)
		}
	}
	return out
}

// quote reads an indented block. It is a literal if it looks like one,
// otherwise text.
func (t *textReader) quote(lines []string) Block {
	for _, line := range lines {
		if isQMP(line) || strings.Contains(strings.TrimSpace(line), "    ") {
			return &Literal{Lines: verbatim(lines)}
		}
	}
	return &Quote{t.blocks(lines)}
}
