package parser

import "strings"

// doc72 is the part of a comment that a line belongs to by the rules of QEMU
// 7.2: it goes through the body, the descriptions of members, those of
// features, and other sections, in that order.
type doc72 int

const (
	inBody doc72 = iota
	inMembers
	inFeatures
	inOther
)

// A docReader72 reads a comment by the rules of QEMU 7.2. Where later QEMU
// accepts more without taking anything else to mean something new, so does
// it: schemas between 7.2 and 10.2 mix both.
type docReader72 struct {
	*docReader
	part doc72
	// column is where the text of the current section starts; later lines
	// must not start before it.
	column int
	// free is set until a line below its first sets a section's column.
	free bool
	// blank tells that the line before was blank, and not the first of the
	// introduction.
	blank bool
}

func (r *docReader) read72() {
	if !r.startDefinition() {
		r.freeForm(nameEnd72)
		r.end()
		return
	}
	d := docReader72{docReader: r}
	for ; r.more; r.advance() {
		d.line()
		d.blank = r.lines.line == "" && (len(r.doc.Sections) > 1 || len(r.text) > 1)
	}
	r.end()
}

func (d *docReader72) line() {
	line := d.lines.line
	word, _, _ := strings.Cut(line, " ")
	kind, textAt, tag := matchTag(word)
	tag = tag && kind != Errors // which is younger
	switch {
	case strings.HasPrefix(line, "="):
		d.lines.errorf(0, 1, "headings are not allowed in the documentation of a definition")
	case strings.HasPrefix(word, "@") && strings.HasSuffix(word, ":"):
		d.described(word)
	case line == "Features:" && (d.part == inBody || d.part != inFeatures && d.blank):
		d.part = inFeatures
		d.begin(0)
	case tag && textAt == len(word):
		d.part = inOther
		textAt = len(line) - len(strings.TrimLeft(line[len(word):], " "))
		d.tagged(kind, textAt)
		d.begin(textAt)
	default:
		d.freeText(line)
	}
}

// described starts the description of a member or feature.
func (d *docReader72) described(word string) {
	line := d.lines.line
	textAt := skipSpace(line, len(word))
	if d.part == inOther {
		d.lines.errorf(0, len(word), "description of '%s' must come before other sections", word)
	}
	kind := MemberSection
	if d.part == inFeatures {
		kind = FeatureSection
	} else {
		d.part = inMembers
	}
	d.docReader.described(kind, word[1:len(word)-1], textAt)
	d.begin(textAt)
}

// nameEnd72 is the length of the "@NAME:" that a line starts with, 0 if none.
// Unlike in 10.2, there is no white space in NAME.
func nameEnd72(line string) int {
	if end := strings.IndexFunc(line, isSpace); end >= 0 {
		line = line[:end]
	}
	if end := strings.LastIndexByte(line, ':'); end > 1 && line[0] == '@' {
		return end + 1
	}
	return 0
}

// begin starts a section whose text is at column; where the line has none,
// text can be anywhere.
func (d *docReader72) begin(column int) {
	if column >= len(d.lines.line) {
		column = 0
	}
	d.column, d.free = column, true
}

// freeText adds a line to the current section, or starts a plain section for
// a line that is not indented and stands behind a blank one.
func (d *docReader72) freeText(line string) {
	if end := nameEnd72(line); end > 0 {
		d.lines.errorf(0, end, "'%s' not allowed in text", line[:end])
	}
	if line == "" {
		d.add(line)
		return
	}
	got := indent(line)
	if got == 0 && d.blank && (d.part == inMembers || d.part == inFeatures || d.column > 0) {
		d.part = inOther
		d.section(Plain, d.lines.at(0), "")
		d.begin(len(line))
	}
	// Since QEMU 8.1 the first line below sets the column.
	if d.free && got > 0 && got < d.column {
		d.column = got
	}
	d.free = false
	if got < d.column {
		d.lines.errorf(0, got+1, "indentation is less than the section's, %d", d.column)
	}
	if s := d.last(); s.Pos == d.doc.Pos {
		s.Pos = d.lines.at(0)
	}
	d.add(line)
}
