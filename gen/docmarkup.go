package gen

import (
	"strings"
)

// parse reads the text of a section that is not indented as a whole.
func (m *markup) parse(text string) []block {
	if text == "" {
		return nil
	}
	return withoutNotices(m.blocks(strings.Split(text, "\n")))
}

// parseTagged reads the text of a section that started behind a tag, so that
// its first line is not indented as the others are.
func (m *markup) parseTagged(text string) []block {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	if indentation(lines[0]) > 0 {
		return withoutNotices(m.blocks(dedent(lines)))
	}
	return withoutNotices(m.blocks(append(lines[:1:1], dedent(lines[1:])...)))
}

// withoutNotices rewords what Go's tools would take for a notice that the
// thing is deprecated. Only its feature says that; see feature.
func withoutNotices(blocks []block) []block {
	for i, b := range blocks {
		p, _ := b.(paragraph)
		if rest, ok := strings.CutPrefix(p.text, "Deprecated:"); ok {
			blocks[i] = paragraph{"Deprecated -" + rest}
		}
	}
	return blocks
}

// blocks reads reStructuredText as far as QAPI schemas use it, and takes
// anything else for plain text.
func (m *markup) blocks(lines []string) []block {
	r := reader{lines: lines}
	var out []block
	literal := false // the paragraph before ended in "::"
	for r.skipBlank() {
		line := r.lines[r.next]
		switch {
		case literal:
			out = append(out, code{clean(r.indentedOrPlain())})
			literal = false
		case indentation(line) > 0:
			out = append(out, m.quote(dedent(r.indented()))...)
		case strings.HasPrefix(line, ".. "), line == "..":
			out = append(out, m.directive(&r)...)
		case isTable(line), strings.HasPrefix(line, "| "), isQMP(line):
			out = append(out, code{clean(r.untilBlank())})
		case listMarker(line) != "":
			out = append(out, m.list(&r)...)
		case r.atTerm():
			r.next++
			out = append(out, label(m.inline(line), m.blocks(dedent(r.indented())))...)
		default:
			var text string
			text, literal = m.paragraph(&r)
			if text != "" {
				out = append(out, paragraph{text})
			}
		}
	}
	return out
}

// quote reads an indented block: code, if it looks like that, else text.
func (m *markup) quote(lines []string) []block {
	for _, line := range lines {
		if isQMP(line) || strings.Contains(strings.TrimSpace(line), "    ") {
			return []block{code{clean(lines)}}
		}
	}
	return m.blocks(lines)
}

// paragraph reads a paragraph; literal tells that code follows.
func (m *markup) paragraph(r *reader) (text string, literal bool) {
	var lines []string
	for r.more() {
		line := r.lines[r.next]
		if isBlank(line) || len(lines) > 0 && strings.HasSuffix(lines[len(lines)-1], ":") && listMarker(line) != "" {
			break
		}
		r.next++
		if !isUnderline(line) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	text = strings.Join(lines, " ")
	if stem, ok := strings.CutSuffix(text, "::"); ok {
		text, literal = strings.TrimSpace(stem), true
		if text != "" && stem == text {
			text += ":"
		}
	}
	return m.inline(text), literal
}

// list reads the items of a list.
func (m *markup) list(r *reader) []block {
	var l listReader
	for r.skipBlank() {
		marker := listMarker(r.lines[r.next])
		if marker == "" {
			break
		}
		l.start(strings.Trim(marker, "()-*+#. "))
		for _, b := range m.blocks(r.item(len(marker))) {
			l.add(b)
		}
		l.endItem()
	}
	l.endList()
	return l.out
}

// A listReader makes Go's lists, whose items are paragraphs alone. Code in an
// item ends the list, and a further one goes on behind it.
type listReader struct {
	out     []block
	current itemList
	item    item
}

// start starts an item. Bullets and numbers don't mix in a list.
func (l *listReader) start(number string) {
	l.item = item{number: number}
	if items := l.current.items; len(items) > 0 && (items[0].number == "") != (number == "") {
		l.endList()
	}
}

func (l *listReader) add(b block) {
	switch b := b.(type) {
	case paragraph:
		if b.text != "" {
			l.item.paragraphs = append(l.item.paragraphs, b.text)
		}
	case itemList:
		for _, p := range b.asParagraphs() {
			l.add(p)
		}
	case code:
		l.endItem()
		l.endList()
		l.out = append(l.out, b)
	}
}

// endItem adds the item to the list, each of its paragraphs that starts with
// a marker like its own as an item, because that is what gofmt makes of it.
func (l *listReader) endItem() {
	it := item{number: l.item.number}
	for i, text := range l.item.paragraphs {
		marker, rest, _ := strings.Cut(text, " ")
		number := strings.TrimRight(marker, ".)-*+•")
		if i > 0 && isMarker(marker) && rest != "" && (number == "") == (it.number == "") {
			l.current.items = append(l.current.items, it)
			it = item{number: number}
			text = rest
		}
		it.paragraphs = append(it.paragraphs, text)
	}
	if len(it.paragraphs) > 0 {
		l.current.items = append(l.current.items, it)
	}
	l.item.paragraphs = nil
}

func (l *listReader) endList() {
	if len(l.current.items) > 0 {
		l.out = append(l.out, l.current)
	}
	l.current = itemList{}
}
