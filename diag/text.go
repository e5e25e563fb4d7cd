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
	margin = "    " // before the lines that belong to a diagnostic
	// snippetWidth is the number of columns that are shown of a source line.
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

// textDiagnostic ignores errors of w, which keeps the first one.
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

// prefix returns "PATH:LINE:COL: ", or "" for the zero Pos.
func prefix(p Pos) string {
	if !p.IsValid() {
		return ""
	}
	return p.String() + ": "
}

// snippet returns the source line of pos, and a line that marks the part of it
// between pos and end. It returns nil if there is nothing to show.
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
	// A very long line is cut to the part around pos.
	start := 0
	if len(text) > snippetWidth {
		start = max(0, min(from-snippetWidth/3, len(text)-snippetWidth))
		text = text[start:min(start+snippetWidth, len(text))]
	}
	from, to = from-start, min(to-start, len(text))
	mark := strings.Repeat(" ", from) + "^" + strings.Repeat("~", max(0, to-from-1))
	return []string{strings.TrimRight(string(text), " "), mark}
}

// around returns the line of pos and its first column. Of a very long line, it
// returns more than a snippet before and after pos, and the column at which
// that starts.
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

// expand returns a part of a line that starts at the column first, one rune for
// each column. Tabs become spaces. Characters that a terminal does not show, or
// that control it, become U+FFFD.
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
