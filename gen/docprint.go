package gen

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A block is a part of a Go doc comment: a paragraph, a list, or code. Their
// texts have no markup left in them.
type block interface{ isBlock() }

type paragraph struct{ text string }

// A list has items of one paragraph or more. Go's lists don't nest.
type itemList struct{ items []item }

type item struct {
	number     string // empty for a bullet
	paragraphs []string
}

type code struct{ lines []string }

func (paragraph) isBlock() {}
func (itemList) isBlock()  {}
func (code) isBlock()      {}

// label puts a name before blocks.
func label(name string, blocks []block) []block {
	if len(blocks) == 0 {
		return nil
	}
	if p, ok := blocks[0].(paragraph); ok {
		return append([]block{paragraph{name + ": " + p.text}}, blocks[1:]...)
	}
	return append([]block{paragraph{name + ":"}}, blocks...)
}

// printDoc writes blocks as a doc comment, in the form that gofmt gives it
// ("Go Doc Comments"). It is empty where there are no blocks.
func printDoc(blocks []block, width int) string {
	p := docPrinter{width: width}
	blocks = separate(blocks)
	if len(blocks) > 0 && !slices.ContainsFunc(blocks, isParagraph) {
		// gofmt would unindent a comment that is indented as a whole.
		blocks = append([]block{paragraph{"As follows:"}}, blocks...)
	}
	for i, b := range blocks {
		if i > 0 {
			p.b.WriteString("//\n")
		}
		switch b := b.(type) {
		case paragraph:
			p.wrap(punctuate(blocks, i, width), "// ", "// ")
		case itemList:
			p.list(b)
		case code:
			p.code(b)
		}
	}
	return strings.TrimSuffix(p.b.String(), "\n")
}

// separate keeps apart what gofmt would take for one: a list and code, or two
// lists, with nothing between them.
func separate(blocks []block) []block {
	var out []block
	for _, b := range blocks {
		if c, ok := b.(code); ok && len(c.lines) > 0 && looksLikeItem(c.lines[0]) {
			b = c.unlisted()
		}
		var last block
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		switch b := b.(type) {
		case paragraph:
			if b.text == "" {
				continue
			}
		case itemList:
			if last != nil && !isParagraph(last) {
				out = append(out, b.asParagraphs()...)
				continue
			}
		case code:
			if len(b.lines) == 0 {
				continue
			}
			if _, ok := last.(itemList); ok {
				out = append(out, paragraph{"Example:"})
			}
		}
		out = append(out, b)
	}
	return out
}

func (l itemList) asParagraphs() []block {
	var blocks []block
	for _, it := range l.items {
		for i, text := range it.paragraphs {
			if i == 0 {
				text = it.marker() + " " + text
			}
			blocks = append(blocks, paragraph{text})
		}
	}
	return blocks
}

// unlisted gives the markers of lists in c a form that gofmt takes for text. It
// would make a list of code whose first line starts with a marker.
func (c code) unlisted() code {
	lines := make([]string, len(c.lines))
	for i, line := range c.lines {
		lines[i] = line
		if !looksLikeItem(line) {
			continue
		}
		text := strings.TrimLeft(line, " \t")
		marker := strings.Fields(text)[0]
		unlisted := "–"
		if number := strings.TrimRight(marker, ".)"); isDigit(number[0]) {
			unlisted = "(" + number + ")"
		}
		lines[i] = line[:len(line)-len(text)] + unlisted + text[len(marker):]
	}
	return code{lines}
}

func (it item) marker() string {
	if it.number == "" {
		return "-"
	}
	return it.number + "."
}

func isParagraph(b block) bool {
	_, ok := b.(paragraph)
	return ok
}

type docPrinter struct {
	b     strings.Builder
	width int
}

func (p *docPrinter) list(l itemList) {
	// Blank lines stand between all items or none.
	var loose bool
	for _, it := range l.items {
		loose = loose || len(it.paragraphs) > 1
	}
	for i, it := range l.items {
		if i > 0 && loose {
			p.b.WriteString("//\n")
		}
		first := "//   - "
		if it.number != "" {
			first = "//  " + it.number + ". "
		}
		for _, text := range it.paragraphs {
			if first == "" {
				p.b.WriteString("//\n")
				first = "//     "
			}
			p.wrap(text, first, "//     ")
			first = ""
		}
	}
}

func (p *docPrinter) code(c code) {
	for _, line := range c.lines {
		if line == "" {
			p.b.WriteString("//\n")
		} else {
			p.b.WriteString("//\t" + line + "\n")
		}
	}
}

// wrap writes a paragraph. No line starts with what gofmt would take for the
// marker of a list.
func (p *docPrinter) wrap(text, first, rest string) {
	p.b.WriteString(first)
	col := len(first) - len("// ")
	start := true
	for word := range strings.SplitSeq(text, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case start:
		case col+1+n > p.width && !isMarker(word):
			p.b.WriteString("\n" + rest)
			col = len(rest) - len("// ")
		default:
			p.b.WriteByte(' ')
			col++
		}
		start = false
		p.b.WriteString(word)
		col += n
	}
	p.b.WriteByte('\n')
}

// isMarker reports whether a word starts an item of a list: "-", "1.".
func isMarker(word string) bool {
	switch word {
	case "-", "*", "+", "•":
		return true
	}
	digits := strings.TrimLeft(word, "0123456789")
	return len(digits) < len(word) && (digits == "." || digits == ")")
}

// looksLikeItem reports whether gofmt takes an indented line for an item.
func looksLikeItem(line string) bool {
	words := strings.Fields(line)
	return len(words) > 1 && isMarker(words[0])
}

// punctuate gives the text of the paragraph blocks[i] with a period, if it ends
// in a word, or a colon, if code comes next. That also keeps gofmt from taking
// a short one for a heading. What documents a field is mostly no
// sentence, and left alone if it is the only paragraph.
func punctuate(blocks []block, i, width int) string {
	text := blocks[i].(paragraph).text
	last, _ := utf8.DecodeLastRuneInString(text)
	switch {
	case strings.HasPrefix(text, "Since: "), strings.ContainsRune(".:;,!?", last):
		return text
	case i == len(blocks)-1:
		if i == 0 && width == fieldWidth {
			return text
		}
	default:
		switch blocks[i+1].(type) {
		case itemList:
			return text
		case code:
			return text + ":"
		}
	}
	return text + "."
}
