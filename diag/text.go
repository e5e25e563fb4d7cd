package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	margin = "    " // in front of all that belongs to a diagnostic's first line
	// snippetWidth is how many columns of a source line are shown.
	snippetWidth = 120
)

// renderText writes
//
//	PATH:LINE:COL: error: MESSAGE
//	    { 'struct': 'Foo', 'data': 'Bar' }
//	                               ^~~~~
//	    in struct 'Foo'
//	    PATH:LINE:COL: note: MESSAGE
//	    included from PATH:LINE
func renderText(w io.Writer, list List) error {
	buf := bufio.NewWriter(w)
	for i := range list {
		textDiagnostic(buf, &list[i])
	}
	return buf.Flush()
}

// textDiagnostic leaves errors to the buffer, which keeps the first.
func textDiagnostic(w *bufio.Writer, d *Diagnostic) {
	_, _ = fmt.Fprintf(w, "%s%s: %s\n", prefix(d.Pos), d.Severity, d.Message)
	for _, line := range snippet(d.Pos, d.End) {
		_, _ = fmt.Fprintf(w, "%s%s\n", margin, line)
	}
	if d.In != "" {
		_, _ = fmt.Fprintf(w, "%sin %s\n", margin, d.In)
	}
	for _, n := range d.Notes {
		_, _ = fmt.Fprintf(w, "%s%snote: %s\n", margin, prefix(n.Pos), n.Message)
	}
	for _, p := range d.Pos.src.includers() {
		_, _ = fmt.Fprintf(w, "%sincluded from %s:%d\n", margin, p.File(), p.Line())
	}
}

// prefix is "PATH:LINE:COL: ", empty for no place in particular.
func prefix(p Pos) string {
	if !p.IsValid() {
		return ""
	}
	return p.String() + ": "
}

// snippet is the source line of pos and below it a line that marks what lies
// between pos and end, as far as it is on that line. It is empty where there
// is nothing to show.
func snippet(pos, end Pos) []string {
	if !pos.IsValid() {
		return nil
	}
	text, first := around(pos)
	if len(text) == 0 {
		return nil
	}
	from := pos.Col() - first
	to := from + 1
	if end.src == pos.src && end.off > pos.off {
		to = len(text)
		if end.Line() == pos.Line() {
			to = end.Col() - first
		}
	}
	// Of a very long line, show what is around pos.
	start := 0
	if len(text) > snippetWidth {
		start = max(0, min(from-snippetWidth/3, len(text)-snippetWidth))
		text = text[start:min(start+snippetWidth, len(text))]
	}
	from, to = from-start, min(to-start, len(text))
	mark := strings.Repeat(" ", from) + "^" + strings.Repeat("~", max(0, to-from-1))
	return []string{strings.TrimRight(string(text), " "), mark}
}

// around is the line of pos, or of a very long one more than a snippet of it
// on both sides of pos, and the column at which that starts.
func around(pos Pos) (text []rune, first int) {
	const reach = snippetWidth * utf8.UTFMax
	start, end := pos.src.lineAt(pos.off)
	if cut := pos.off - reach; cut > start {
		for start = cut; !utf8.RuneStart(pos.src.Text[start]) && start < pos.off; {
			start++
		}
	}
	first = pos.src.At(start).Col()
	return expand(pos.src.Text[start:min(end, pos.off+reach)], first), first
}

// expand gives a part of a line that starts at the column first its tabs as
// spaces, a rune a column, and shows what a terminal would not, or would obey,
// as U+FFFD.
func expand(part []byte, first int) []rune {
	out := make([]rune, 0, len(part))
	for _, r := range string(part) {
		switch {
		case r == '\t':
			out = append(out, ' ')
			for (first-1+len(out))%tabStop != 0 {
				out = append(out, ' ')
			}
		case unicode.IsPrint(r):
			out = append(out, r)
		default:
			out = append(out, unicode.ReplacementChar)
		}
	}
	return out
}
