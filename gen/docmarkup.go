package gen

import (
	"strings"
)

// parse reads the text of a section that is not indented as a whole.
func (m *markup) parse(text string) []block {
	if text == "" {
		return nil
	}
	return m.blocks(strings.Split(text, "\n"))
}

// parseTagged reads the text of a section that started behind a tag, so that
// its first line is not indented as the others are.
func (m *markup) parseTagged(text string) []block {
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	if indentation(lines[0]) > 0 {
		return m.blocks(dedent(lines))
	}
	return m.blocks(append(lines[:1:1], dedent(lines[1:])...))
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

// list reads the items of a list. What Go's lists cannot have inside an item,
// such as code, ends the list, and a further one goes on behind it.
func (m *markup) list(r *reader) []block {
	var out []block
	var current itemList
	for r.skipBlank() {
		marker := listMarker(r.lines[r.next])
		if marker == "" {
			break
		}
		it := item{number: strings.Trim(marker, "()-*+#. ")}
		for _, b := range m.blocks(r.item(len(marker))) {
			switch b := b.(type) {
			case paragraph:
				it.paragraphs = append(it.paragraphs, b.text)
			case itemList:
				for _, inner := range b.items {
					for i, text := range inner.paragraphs {
						if i == 0 {
							text = inner.marker() + " " + text
						}
						it.paragraphs = append(it.paragraphs, text)
					}
				}
			case code:
				if len(it.paragraphs) > 0 {
					current.items = append(current.items, it)
				}
				if len(current.items) > 0 {
					out = append(out, current)
				}
				out = append(out, b)
				current, it.paragraphs = itemList{}, nil
			}
		}
		if len(it.paragraphs) > 0 {
			current.items = append(current.items, it)
		}
	}
	if len(current.items) > 0 {
		out = append(out, current)
	}
	return out
}
