package gen

import "strings"

// A reader goes through the lines of a text.
type reader struct {
	lines []string
	next  int
}

func (r *reader) more() bool { return r.next < len(r.lines) }

// skipBlank goes to the next line that is not blank, if there is one.
func (r *reader) skipBlank() bool {
	for r.more() && isBlank(r.lines[r.next]) {
		r.next++
	}
	return r.more()
}

// indented takes the lines up to the next that is neither indented nor blank.
func (r *reader) indented() []string {
	start := r.next
	for r.more() && (isBlank(r.lines[r.next]) || indentation(r.lines[r.next]) > 0) {
		r.next++
	}
	return trimBlank(r.lines[start:r.next])
}

// untilBlank takes the lines up to the next blank one.
func (r *reader) untilBlank() []string {
	start := r.next
	for r.more() && !isBlank(r.lines[r.next]) {
		r.next++
	}
	return r.lines[start:r.next]
}

// indentedOrPlain takes the literal block behind a "::", which ought to be
// indented.
func (r *reader) indentedOrPlain() []string {
	if indentation(r.lines[r.next]) > 0 {
		return dedent(r.indented())
	}
	return r.untilBlank()
}

// item takes an item of a list, whose marker is n bytes wide: its first line
// without the marker, and the lines that belong to it. Those are indented, or
// follow without a blank line and are no items themselves.
func (r *reader) item(n int) []string {
	first := strings.TrimSpace(r.lines[r.next][n:])
	r.next++
	start, blank := r.next, false
	for r.more() {
		line := r.lines[r.next]
		if !isBlank(line) && indentation(line) == 0 && (blank || listMarker(line) != "") {
			break
		}
		blank = isBlank(line)
		r.next++
	}
	return append([]string{first}, dedent(r.lines[start:r.next])...)
}

// atTerm reports whether the next line is the term of a definition list: a few
// words, with what they mean indented right below.
func (r *reader) atTerm() bool {
	const fewWords = 40
	line := r.lines[r.next]
	if len(line) > fewWords || r.next+1 == len(r.lines) || !isNameByte(line[len(line)-1]) {
		return false
	}
	below := r.lines[r.next+1]
	return !isBlank(below) && indentation(below) > 0
}

// listMarker is the marker at the start of line with the blank behind it, or
// empty: "- ", "1. ", "(1) ".
func listMarker(line string) string {
	word, rest, _ := strings.Cut(line, " ")
	if isMarker(strings.TrimPrefix(word, "(")) && word != "•" || word == "#." {
		return line[:len(line)-len(strings.TrimLeft(rest, " "))]
	}
	return ""
}

// isTable reports whether line is the border of a table.
func isTable(line string) bool {
	if strings.HasPrefix(line, "+--") || strings.HasPrefix(line, "+==") {
		return true
	}
	return strings.HasPrefix(line, "==") && strings.Contains(line, " ") && strings.Trim(line, "= ") == ""
}

// isUnderline reports whether line marks the one above as a title.
func isUnderline(line string) bool {
	if len(line) < 3 || !strings.ContainsRune("=-~^\"*+#", rune(line[0])) {
		return false
	}
	return strings.Trim(line, line[:1]) == ""
}

// isQMP reports whether line starts a message in an example.
func isQMP(line string) bool {
	return strings.HasPrefix(line, "-> ") || strings.HasPrefix(line, "<- ")
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// dedent takes away the indentation that all lines have.
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

// clean makes lines fit to stand in a comment as they are.
func clean(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		line = strings.Map(func(r rune) rune {
			if r != '\t' && isNoText(r) {
				return ' '
			}
			return r
		}, line)
		out[i] = quoteConstraint(strings.TrimRight(line, " \t"))
	}
	return trimBlank(dedent(out))
}
