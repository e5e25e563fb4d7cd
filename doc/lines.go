package doc

import "strings"

// A lineReader iterates over the lines of a text.
type lineReader struct {
	lines []string
	next  int
}

func (r *lineReader) more() bool { return r.next < len(r.lines) }

// skipBlank advances to the next line that is not blank. It returns false if
// there is none.
func (r *lineReader) skipBlank() bool {
	for r.more() && isBlank(r.lines[r.next]) {
		r.next++
	}
	return r.more()
}

// indented takes the lines up to the next one that is neither indented nor
// blank, and removes their common indentation.
func (r *lineReader) indented() []string {
	start := r.next
	for r.more() && (isBlank(r.lines[r.next]) || indentation(r.lines[r.next]) > 0) {
		r.next++
	}
	return dedent(trimBlank(r.lines[start:r.next]))
}

// untilBlank takes the lines up to the next blank one.
func (r *lineReader) untilBlank() []string {
	start := r.next
	for r.more() && !isBlank(r.lines[r.next]) {
		r.next++
	}
	return r.lines[start:r.next]
}

// indentedOrPlain takes the literal block after a "::". It should be indented,
// but authors forget that.
func (r *lineReader) indentedOrPlain() []string {
	if indentation(r.lines[r.next]) > 0 {
		return r.indented()
	}
	return r.untilBlank()
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

// indentation counts the bytes of white space at the start of line.
func indentation(line string) int {
	n := 0
	for n < len(line) && (line[n] == ' ' || line[n] == '\t') {
		n++
	}
	return n
}

// dedent removes the common indentation of lines.
func dedent(lines []string) []string {
	common := -1
	for _, line := range lines {
		if n := indentation(line); !isBlank(line) && (common < 0 || n < common) {
			common = n
		}
	}
	if common <= 0 {
		return lines
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		if !isBlank(line) {
			out[i] = line[common:]
		}
	}
	return out
}

func trimBlank(lines []string) []string {
	for len(lines) > 0 && isBlank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && isBlank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// verbatim returns the lines of a literal without their common indentation,
// without blank lines at the start and end, and without trailing white space.
func verbatim(lines []string) []string {
	lines = trimBlank(dedent(lines))
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.TrimRight(line, " \t")
	}
	return out
}

// isBarred reports whether line starts with "| ", which keeps it a line of its
// own. Such lines are an example in the markup of QEMU up to 5.1, and a line
// block in reStructuredText.
func isBarred(line string) bool { return line == "|" || strings.HasPrefix(line, "| ") }

// barred takes barred lines. Lines that continue one are indented.
func (r *lineReader) barred() []string {
	start := r.next
	for r.more() && !isBlank(r.lines[r.next]) && (isBarred(r.lines[r.next]) || indentation(r.lines[r.next]) > 0) {
		r.next++
	}
	return r.lines[start:r.next]
}

// unbarred removes the marks of barred lines.
func unbarred(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = line
		if isBarred(line) {
			out[i] = strings.TrimPrefix(line[1:], " ")
		}
	}
	return out
}
