package diag

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// An Edit is a change of a source text that would mend a mistake.
type Edit struct {
	Off, End int // what to replace, in bytes
	Text     string
}

// widestEdited is how long a line may be that a note shows.
const widestEdited = 100

// Edited is the line of the offset off with those of the edits that lie in it,
// without blanks around it, for a note that shows how it should read. It is
// empty where no edit changes the line, and where the line is too long to show.
func (s *Source) Edited(off int, edits ...Edit) string {
	start := bytes.LastIndexByte(s.Text[:off], '\n') + 1
	end := len(s.Text)
	if n := bytes.IndexByte(s.Text[start:], '\n'); n >= 0 {
		end = start + n
	}
	var within []Edit
	for _, e := range edits {
		if start <= e.Off && e.End <= end {
			within = append(within, e)
		}
	}
	// What is inserted stands in front of what is replaced at the same place.
	slices.SortStableFunc(within, func(a, b Edit) int { return cmp.Or(a.Off-b.Off, a.End-b.End) })
	var line strings.Builder
	next := start
	for _, e := range within {
		if e.Off < next {
			continue // part of what another one replaces
		}
		line.Write(s.Text[next:e.Off])
		line.WriteString(e.Text)
		next = e.End
	}
	line.Write(s.Text[next:end])
	if len(within) == 0 || line.Len() > widestEdited {
		return ""
	}
	return strings.TrimSpace(line.String())
}

// Rewrite adds a note that shows the line of d's place with the text between d's
// ends replaced. Of a line that is too long it shows the replacement alone.
func (d *Diagnostic) Rewrite(text string) *Diagnostic {
	if !d.Pos.IsValid() {
		return d
	}
	line := d.Pos.src.Edited(d.Pos.off, Edit{d.Pos.off, max(d.End.off, d.Pos.off), text})
	if line == "" {
		line = text
	}
	return d.Note(Pos{}, "write: %s", line)
}
