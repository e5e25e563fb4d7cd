package doc

import (
	"strconv"
	"strings"
)

// listMarker returns the list marker at the start of line with the spaces after
// it ("- ", "1. ", "(1) ", "#. "), or "".
func listMarker(line string) string {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "-", "*", "+", "#.":
	default:
		digits := strings.TrimPrefix(word, "(")
		after := strings.TrimLeft(digits, "0123456789")
		if after == digits || after != "." && after != ")" {
			return ""
		}
	}
	return line[:len(line)-len(strings.TrimLeft(rest, " "))]
}

// atItem returns the marker of the list item that the next line starts, or "".
// An item has text after its marker or below it.
func (r *lineReader) atItem() string {
	line := r.lines[r.next]
	marker := listMarker(line)
	if len(marker) == len(line) && (r.next+1 == len(r.lines) || isBlank(r.lines[r.next+1]) || indentation(r.lines[r.next+1]) == 0) {
		return ""
	}
	return marker
}

// isBullet reports whether marker is that of a bullet list.
func isBullet(marker string) bool { return strings.IndexByte("-*+", marker[0]) >= 0 }

// startsList reports whether the next line, which has the given marker, starts
// a list of several items: bullets, or numbers from 1.
func (r *lineReader) startsList(marker string) bool {
	if !isBullet(marker) && number(marker) != "1" && number(marker) != "#" {
		return false
	}
	kind := strings.Trim(marker, "0123456789 ")
	for _, line := range r.lines[r.next+1:] {
		if isBlank(line) {
			break
		}
		if next := listMarker(line); next != "" && strings.Trim(next, "0123456789 ") == kind {
			return true
		}
	}
	return false
}

// number returns the number in a marker, or "#" for the next one.
func number(marker string) string { return strings.Trim(marker, "(.) ") }

// lists reads consecutive items. Bullets and numbers become separate lists.
func (t *textReader) lists(r *lineReader) []Block {
	var out []Block
	var list *List
	for r.skipBlank() {
		marker := r.atItem()
		if marker == "" {
			break
		}
		ordered := !isBullet(marker)
		if list == nil || list.Ordered != ordered {
			list = &List{Ordered: ordered}
			out = append(out, list)
		}
		item := Item{}
		if ordered {
			item.Number = number(marker)
			if item.Number == "#" {
				item.Number = strconv.Itoa(len(list.Items) + 1)
			}
		}
		item.Blocks = t.blocks(r.item(len(marker)))
		list.Items = append(list.Items, item)
	}
	return out
}

// asItems adds list markers to a 'Returns:' section in the form of schemas up
// to QEMU 5.1: each case starts a line, without punctuation at its end, and all
// but the first start with "If".
func asItems(lines []string) []string {
	starts := map[int]bool{0: true}
	for i, line := range lines {
		if isBlank(line) || listMarker(line) != "" {
			break
		}
		if i > 0 && strings.HasPrefix(line, "If ") && strings.IndexByte(".,;:", lines[i-1][len(lines[i-1])-1]) < 0 {
			starts[i] = true
		}
	}
	if len(starts) == 1 {
		return lines
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		if starts[i] {
			out[i] = "- " + line
		} else if !isBlank(line) {
			out[i] = "  " + line
		}
	}
	return out
}

// item takes a list item whose marker is n bytes wide. It returns the first
// line without the marker, and the lines that belong to it: those that are
// indented, or that follow without a blank line and are not items themselves.
func (r *lineReader) item(n int) []string {
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

// terms returns the end of the definition list that starts at the next line, or
// 0. Each term is a line of a few words with its meaning indented below. A
// blank line must follow the last meaning; otherwise the lines are a paragraph
// with irregular indentation.
func (r *lineReader) terms() int {
	for i := r.next; ; {
		if !endsTerm(r.lines[i]) || startsBlock(r.lines[i]) {
			return 0
		}
		start := i + 1
		for i = start; i < len(r.lines) && !isBlank(r.lines[i]) && indentation(r.lines[i]) > 0; i++ {
		}
		switch {
		case i == start:
			return 0
		case i == len(r.lines) || isBlank(r.lines[i]):
			return i
		}
	}
}

// endsTerm reports whether line may be a term: it is short and ends in a name,
// or it is a literal.
func endsTerm(line string) bool {
	const fewWords = 40
	literal, isLiteral := strings.CutPrefix(line, "``")
	if isLiteral && strings.Index(literal, "``") == len(literal)-2 {
		return true
	}
	return len(line) <= fewWords && isNameByte(line[len(line)-1])
}

// startsBlock reports whether line has a mark, so that it is not part of a
// paragraph.
func startsBlock(line string) bool {
	return isExplicit(line) || isTitle(line) || isTable(line) || isBarred(line) || isQMP(line) || listMarker(line) != ""
}

// termList reads a definition list with terms up to the line end, and further
// terms that follow after blank lines.
func (t *textReader) termList(r *lineReader, end int) Block {
	list := &TermList{}
	for end > 0 {
		for r.next < end {
			term := t.spans(r.lines[r.next])
			r.next++
			list.Items = append(list.Items, Term{term, t.blocks(r.indented())})
		}
		end = 0
		if r.skipBlank() && indentation(r.lines[r.next]) == 0 {
			end = r.terms()
		}
	}
	return list
}

// isNamed reports whether line starts a table of members as in older schemas:
// "@NAME" without a colon, which describes no member, and text in a second
// column.
func isNamed(line string) bool {
	n := atNameLen(line)
	return n > 0 && strings.HasPrefix(line[n:], "  ")
}

// atNameLen returns the length of the "@NAME" at the start of line if a space
// follows, otherwise 0.
func atNameLen(line string) int {
	name, isName := strings.CutPrefix(line, "@")
	n := nameLen(name)
	if !isName || n == 0 || !strings.HasPrefix(name[n:], " ") {
		return 0
	}
	return 1 + n
}

// named reads such a table as a list of terms. A name as wide as its column is
// followed by a single space.
func (t *textReader) named(r *lineReader) Block {
	list := &TermList{}
	for r.more() && !isBlank(r.lines[r.next]) {
		line := r.lines[r.next]
		n := atNameLen(line)
		lines := []string{strings.TrimSpace(line[n:])}
		for r.next++; r.more() && !isBlank(r.lines[r.next]) && atNameLen(r.lines[r.next]) == 0; r.next++ {
			lines = append(lines, strings.TrimSpace(r.lines[r.next]))
		}
		list.Items = append(list.Items, Term{t.spans(line[:n]), t.blocks(lines)})
	}
	return list
}
