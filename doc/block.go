package doc

import "strings"

// A textReader reads a text, and has what is known of it meanwhile.
type textReader struct {
	scope Scope
	// styles are the lines of titles, by their levels. They are nil before the
	// first title.
	styles []string
	// urls and replacements are what the text defines names of links and
	// substitutions to be.
	urls, replacements map[string]string
	footnotes          []*Footnote
	depth              int // of blocks in blocks
}

// maxDepth is how deep blocks nest. What is deeper is literal.
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

// blocks reads reStructuredText as far as QAPI schemas use it, with the markup
// that was theirs before ("Documentation markup" in QEMU's qapi-code-gen, up to
// 5.1 and since 5.2). It takes anything else for plain text.
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

// quote reads an indented block: a literal, if it looks like one, else text.
func (t *textReader) quote(lines []string) Block {
	for _, line := range lines {
		if isQMP(line) || strings.Contains(strings.TrimSpace(line), "    ") {
			return &Literal{Lines: verbatim(lines)}
		}
	}
	return &Quote{t.blocks(lines)}
}
