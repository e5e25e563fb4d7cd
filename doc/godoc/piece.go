package godoc

import "strings"

// A piece is a part of a Go doc comment. Its text has no markup left.
type piece interface{ isPiece() }

type paragraph struct{ text string }

type heading struct{ text string }

// A list has items of one or more paragraphs. Go's lists do not nest.
type list struct{ items []item }

type item struct {
	number     string // empty for a bullet
	paragraphs []string
}

type code struct{ lines []string }

func (paragraph) isPiece() {}
func (heading) isPiece()   {}
func (list) isPiece()      {}
func (code) isPiece()      {}

func isParagraph(p piece) bool {
	_, ok := p.(paragraph)
	return ok
}

// isText reports whether p is not indented.
func isText(p piece) bool {
	_, isHeading := p.(heading)
	return isHeading || isParagraph(p)
}

// labelled puts a label before pieces.
func labelled(label string, pieces []piece) []piece {
	if len(pieces) == 0 {
		return nil
	}
	if p, ok := pieces[0].(paragraph); ok {
		return append([]piece{paragraph{label + ": " + p.text}}, pieces[1:]...)
	}
	return append([]piece{paragraph{label + ":"}}, pieces...)
}

// separate separates pieces that gofmt would join: a list and code, or two
// lists, with nothing between them.
func separate(pieces []piece) []piece {
	if len(pieces) < 2 {
		return pieces
	}
	out := make([]piece, 0, len(pieces))
	for _, p := range pieces {
		var last piece
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		switch p := p.(type) {
		case list:
			if last != nil && !isText(last) {
				out = append(out, withoutNotices(p.asParagraphs())...)
				continue
			}
		case code:
			if _, ok := last.(list); ok {
				out = append(out, paragraph{"Example:"})
			}
		}
		out = append(out, p)
	}
	return out
}

// asParagraphs returns the paragraphs of a list's items, the first of each with
// its marker.
func (l list) asParagraphs() []piece {
	var pieces []piece
	for _, it := range l.items {
		for i, text := range it.paragraphs {
			if i == 0 {
				text = it.marker() + " " + text
			}
			pieces = append(pieces, paragraph{text})
		}
	}
	return pieces
}

func (it item) marker() string {
	if it.number == "" {
		return "-"
	}
	return it.number + "."
}

// newCode returns code of lines, or false if the lines are empty. If the first
// line started with a list marker, gofmt would take the code for a list, so all
// markers are replaced then.
func newCode(lines []string) (code, bool) {
	lines = clean(lines)
	if len(lines) > 0 && looksLikeItem(lines[0]) {
		for i, line := range lines {
			lines[i] = unlisted(line)
		}
	}
	return code{lines}, len(lines) > 0
}

// unlisted replaces the list marker at the start of line by one that gofmt
// takes for text.
func unlisted(line string) string {
	if !looksLikeItem(line) {
		return line
	}
	text := strings.TrimLeft(line, " \t")
	marker := strings.Fields(text)[0]
	instead := "–"
	if number := strings.TrimRight(marker, ".)"); number[0] >= '0' && number[0] <= '9' {
		instead = "(" + number + ")"
	}
	return line[:len(line)-len(text)] + instead + text[len(marker):]
}

// isMarker reports whether gofmt takes a word for a list marker: "-", "1.".
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
