package doc

import (
	"strconv"
	"strings"
)

// numberFootnotes gives footnotes with the label "#" or "#NAME" the next number
// that no other has, and the marks that refer to them likewise: "#" to one
// after the other, "#NAME" to the one of that name.
func numberFootnotes(notes []*Footnote, blocks []Block) {
	taken := map[string]bool{}
	for _, note := range notes {
		taken[note.Label] = true
	}
	named := map[string]string{}
	var anonymous []string
	next := 1
	for _, note := range notes {
		if !strings.HasPrefix(note.Label, "#") {
			continue
		}
		for taken[strconv.Itoa(next)] {
			next++
		}
		number := strconv.Itoa(next)
		next++
		if note.Label == "#" {
			anonymous = append(anonymous, number)
		} else {
			named[note.Label] = number
		}
		note.Label = number
	}
	for span := range Spans(blocks) {
		if span.Kind != FootnoteMark {
			continue
		}
		number := named[span.Target]
		if span.Target == "#" && len(anonymous) > 0 {
			number, anonymous = anonymous[0], anonymous[1:]
		}
		if number != "" {
			span.Text, span.Target = number, number
		}
	}
}
