package diag

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// An Edit is a change of a source text that corrects a mistake.
type Edit struct {
	Off, End int // extent of the replaced text in bytes
	Text     string
}

// widestEdited is the maximum length of a line in a note.
const widestEdited = 100

// Edited returns the line at the offset off after those edits that lie within
// it. It removes white space at both ends. It returns "" if no edit changes the
// line, or if the line is too long for a note.
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
	// An insertion comes before a replacement at the same place.
	slices.SortStableFunc(within, func(a, b Edit) int { return cmp.Or(a.Off-b.Off, a.End-b.End) })
	var line strings.Builder
	next := start
	for _, e := range within {
		if e.Off < next {
			continue // within the text that another edit replaces
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

// Rewrite adds a note that shows d's line with the text from d.Pos to d.End
// replaced. If the line is too long, the note shows the replacement alone.
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
