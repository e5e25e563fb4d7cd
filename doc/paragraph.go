package doc

import "strings"

// paragraph appends a paragraph to out, and the literal after one that ends in
// "::".
func (t *textReader) paragraph(out []Block, r *lineReader) []Block {
	start := r.next
	for r.more() && !isBlank(r.lines[r.next]) && (r.next == start || !r.interrupted()) {
		r.next++
	}
	content := joined(r.lines[start:r.next])
	stem, literal := strings.CutSuffix(content, "::")
	if literal {
		content = strings.TrimSpace(stem)
		if content != "" && stem == content {
			content += ":"
		}
	}
	if spans := t.spans(content); len(spans) > 0 {
		out = append(out, &Paragraph{spans})
	}
	if literal && r.skipBlank() {
		out = append(out, &Literal{Lines: verbatim(r.indentedOrPlain())})
	}
	return out
}

// joined joins lines into one, without those that only underline.
func joined(lines []string) string {
	if len(lines) == 1 && !isUnderline(lines[0]) {
		return strings.TrimSpace(lines[0])
	}
	size := 0
	for _, line := range lines {
		size += len(line) + 1
	}
	var b strings.Builder
	b.Grow(size)
	for _, line := range lines {
		if isUnderline(line) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// interrupted reports whether the next line ends the paragraph although no
// blank line is between them. reStructuredText would continue the paragraph.
// The line counts as a list or example only if the author clearly meant it so:
// the line before ends in a colon, or there are several such lines.
func (r *lineReader) interrupted() bool {
	line := r.lines[r.next]
	if marker := r.atItem(); marker != "" {
		return strings.HasSuffix(r.lines[r.next-1], ":") || r.startsList(marker)
	}
	return isBarred(line) && (strings.HasSuffix(r.lines[r.next-1], ":") || r.next+1 < len(r.lines) && isBarred(r.lines[r.next+1]))
}
