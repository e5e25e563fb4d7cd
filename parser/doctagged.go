package parser

import (
	"strings"

	"github.com/qapi-go/qapi-gen/edition"
)

// A docPart is a part of a comment by the rules of QEMU before 9.0: the body,
// the descriptions of members, those of features, and other sections, in that
// order.
type docPart int

const (
	inBody docPart = iota
	inMembers
	inFeatures
	inOther
)

// A taggedReader reads a comment by the rules of QEMU before 9.0: the tag at
// the start of a line decides which section the line belongs to.
type taggedReader struct {
	*docReader
	part docPart
	// column is where the text of the current section starts. Later lines must
	// not start before it.
	column int
	// firstBelow is true until the first line after that of the tag, which may
	// set column.
	firstBelow bool
	// blank is true if the previous line was blank, except for the first line
	// of the introduction.
	blank bool
}

func (r *docReader) readTagged() {
	if !r.startDefinition() {
		r.freeForm(nameEndTagged)
		r.end()
		return
	}
	d := taggedReader{docReader: r}
	for ; r.more; r.advance() {
		d.line()
		d.blank = r.lines.line == "" && (len(r.doc.Sections) > 1 || len(r.text) > 1)
	}
	r.end()
}

func (d *taggedReader) line() {
	line := d.lines.line
	word, _, _ := strings.Cut(line, " ")
	kind, textAt, tag := matchTag(word)
	tag = tag && kind != Errors // which is newer
	switch {
	case strings.HasPrefix(line, "=") && !edition.DefinitionHeadings.In(d.tree.Edition):
		d.lines.layoutErrorf(retiredMarkup, edition.DefinitionHeadings, 0, 1, "headings are not allowed in the documentation of a definition")
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
func (d *taggedReader) described(word string) {
	line := d.lines.line
	textAt := skipSpace(line, len(word))
	if d.part == inOther {
		d.lines.layoutErrorf(sectionOrder, -1, 0, len(word), "description of '%s' must come before other sections", word)
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

// nameEndTagged returns the length of the "@NAME:" at the start of line, or 0.
// Unlike in 10.2, NAME has no white space.
func nameEndTagged(line string) int {
	if end := strings.IndexFunc(line, isSpace); end >= 0 {
		line = line[:end]
	}
	if end := strings.LastIndexByte(line, ':'); end > 1 && line[0] == '@' {
		return end + 1
	}
	return 0
}

// begin starts a section whose text is at column. If the line has no text,
// later lines may start anywhere.
func (d *taggedReader) begin(column int) {
	if column >= len(d.lines.line) {
		column = 0
	}
	d.column, d.firstBelow = column, true
}

// freeText adds a line to the current section. A line that is not indented and
// follows a blank line starts a plain section.
func (d *taggedReader) freeText(line string) {
	if end := nameEndTagged(line); end > 0 {
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
	// Since QEMU 8.1 the first line after that of the tag sets the column. The
	// description of a member must still be indented.
	if d.firstBelow && got < d.column && (got > 0 || d.part == inOther) && !edition.TagIndentation.In(d.tree.Edition) {
		d.column = got
	}
	d.firstBelow = false
	if got < d.column && !edition.FreeIndentation.In(d.tree.Edition) {
		older := edition.FreeIndentation
		if edition.TagIndentation.In(d.tree.Edition) && got > 0 {
			older = -1
		}
		d.lines.layoutErrorf(indentation, older, 0, got+1, "indentation is less than the section's, %d", d.column)
	}
	if s := d.last(); s.Pos == d.doc.Pos {
		s.Pos = d.lines.at(0)
	}
	d.add(line)
}
