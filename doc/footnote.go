package doc

import (
	"strconv"
	"strings"
)

// numberFootnotes replaces the labels "#" and "#NAME" of footnotes by the next
// unused numbers. It replaces the references too: those of "#" refer to the "#"
// footnotes one after the other, those of "#NAME" to the footnote of that name.
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
