package godoc

import (
	"strings"
	"unicode/utf8"
)

// A printer writes pieces in the form that gofmt gives them.
type printer struct {
	b     strings.Builder
	style Style
}

// size estimates the printed size of pieces.
func size(pieces []piece) int {
	const perLine = 4 // of the marks around 64 characters
	n := 0
	for _, p := range pieces {
		n += len("//\n// .\n")
		switch p := p.(type) {
		case paragraph:
			n += len(p.text) + len(p.text)/64*perLine
		case heading:
			n += len(p.text) + perLine
		case list:
			for _, it := range p.items {
				for _, text := range it.paragraphs {
					n += len(text) + (2+len(text)/64)*2*perLine
				}
			}
		case code:
			for _, line := range p.lines {
				n += len(line) + perLine
			}
		}
	}
	return n
}

func (p *printer) list(l list) {
	// Blank lines are between all items or none.
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

func (p *printer) code(c code) {
	for _, line := range c.lines {
		if line == "" {
			p.b.WriteString("//\n")
		} else {
			p.b.WriteString("//\t" + line + "\n")
		}
	}
}

// wrap writes a paragraph. No line starts with a word that gofmt would take for
// a list marker.
func (p *printer) wrap(text, first, rest string) {
	p.b.WriteString(first)
	col := len(first) - len("// ")
	start := true
	for more := true; more; {
		var word string
		word, text, more = strings.Cut(text, " ")
		n := utf8.RuneCountInString(word)
		switch {
		case start:
		case col+1+n > p.style.width() && !isMarker(word):
			p.b.WriteByte('\n')
			p.b.WriteString(rest)
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

// punctuate returns the text of the paragraph pieces[i], with a colon added
// before code, and a period if it ends in a word. The punctuation also keeps
// gofmt from taking a short paragraph for a heading. A field's only paragraph
// stays as it is, because it usually is no sentence.
func punctuate(pieces []piece, i int, style Style) string {
	text := pieces[i].(paragraph).text
	last, _ := utf8.DecodeLastRuneInString(text)
	switch {
	case strings.HasPrefix(text, "Since: "), strings.ContainsRune(".:;,!?", last):
		return text
	case i == len(pieces)-1:
		if i == 0 && style == Field {
			return text
		}
	default:
		switch pieces[i+1].(type) {
		case list:
			return text
		case code:
			return text + ":"
		}
	}
	return text + "."
}
