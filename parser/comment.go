package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A comment is a documentation comment as it stands in its file, and what has
// become of it.
type comment struct {
	off  int    // of its ##
	text string // from ## to ##

	doc *Doc
	// problems are what QEMU finds while it reads the comment, late what it
	// finds once it has read the token behind it.
	problems, late diag.List
	// layout are faults that are counted rather than told one by one.
	layout diag.List
	// nameless tells that the comment was to name a definition, and failed.
	nameless bool
}

// parse reads c by the rules of the tree's edition.
func (c *comment) parse(src *diag.Source, tree *Tree) {
	c.doc = &Doc{Pos: src.At(c.off)}
	r := docReader{
		comment: c, tree: tree, first: map[sectionKey]*Section{},
		lines: docLines{
			src: src, off: c.off, text: c.text, next: len("##"),
			tree: tree, problems: &c.problems, layout: &c.layout,
		},
	}
	var style docStyle
	if !edition.FreeStyle.In(tree.Edition) {
		r.lines.style = &style
	}
	if edition.ErrorsSections.In(tree.Edition) {
		r.readIndented()
	} else {
		r.readTagged()
	}
	if len(c.doc.Sections) > fewSections {
		c.doc.first = r.first
	}
	c.doc.Faulty = len(c.problems)+len(c.late) > style.problems
}

// behindMark is the position behind the ## that starts the comment.
func (c *comment) behindMark() diag.Pos { return c.doc.Pos.Source().At(c.off + len("##")) }

// docLines goes through the lines of a documentation comment.
type docLines struct {
	src      *diag.Source
	off      int // of text in src
	text     string
	next     int // where in text the next line is looked for
	tree     *Tree
	problems *diag.List
	layout   *diag.List
	style    *docStyle // nil where there are no rules of style

	line  string // the current line without "# " and without space at its end
	start int    // its offset in src
}

// advance goes to the next line; it is false at the comment's end.
func (l *docLines) advance() bool {
	// White space before the # is allowed, and so are blank lines.
	l.next = skipSpace(l.text, l.next)
	if l.next == len(l.text) || strings.HasPrefix(l.text[l.next:], "##") {
		return false
	}
	line, _, _ := strings.Cut(l.text[l.next:], "\n")
	l.start = l.off + l.next + 1
	l.next += len(line)
	line = line[1:]
	switch {
	case line == "":
	case line[0] != ' ':
		l.problems.Errorf(l.src.At(l.start-1), l.src.At(l.start), "'#' needs a space behind it")
	default:
		line = line[1:]
		l.start++
	}
	l.line = trimSpaceRight(line)
	if l.style != nil && line != "" {
		l.style.check(l)
	}
	return true
}

// at is a place in the current line.
func (l *docLines) at(i int) diag.Pos { return l.src.At(l.start + i) }

// errorf adds an error about the current line from the byte i up to the byte end.
func (l *docLines) errorf(i, end int, format string, args ...any) *diag.Diagnostic {
	return l.problems.Errorf(l.at(i), l.at(end), format, args...)
}

// indent counts the characters of white space that s starts with.
func indent(s string) int { return utf8.RuneCountInString(s[:skipSpace(s, 0)]) }

func trimSpaceRight(s string) string {
	if s == "" || s[len(s)-1] > ' ' && s[len(s)-1] < 0x7f {
		return s
	}
	return strings.TrimRightFunc(s, isSpace)
}

// A docReader cuts one comment into sections.
type docReader struct {
	*comment
	tree  *Tree
	lines docLines
	more  bool     // there is a current line
	text  []string // of the last section
	// first has the first section of each kind and name, and of each kind
	// that has names under the empty one.
	first map[sectionKey]*Section
}

type sectionKey struct {
	kind SectionKind
	name string
}

func (r *docReader) advance() { r.more = r.lines.advance() }

// here is the place of the current line, or of the ## behind the last; it is
// false where the comment has no such end.
func (r *docReader) here() (diag.Pos, bool) {
	if r.more {
		return r.lines.at(0), true
	}
	return r.lines.src.At(r.lines.off + r.lines.next), strings.HasPrefix(r.lines.text[r.lines.next:], "##")
}

// startDefinition reads the line "@NAME:" that starts the documentation of a
// definition; it is false for free-form documentation.
func (r *docReader) startDefinition() bool {
	r.section(Plain, r.doc.Pos, "")
	r.advance()
	if !r.more || !strings.HasPrefix(r.lines.line, "@") {
		return false
	}
	line := r.lines.line
	name, found := strings.CutSuffix(line[1:], ":")
	if !found {
		r.lines.errorf(0, len(line), "the line that names the definition must end with ':'")
		name, _, _ = strings.Cut(name, ":")
		name, _, _ = strings.Cut(name, " ")
	} else if name == "" {
		r.lines.errorf(0, len(line), "'@' lacks a name behind it")
	}
	r.nameless = name == ""
	r.doc.Symbol, r.doc.SymbolPos = name, r.lines.at(1)
	r.advance()
	return true
}

// section ends the last section and starts a new one.
func (r *docReader) section(kind SectionKind, pos diag.Pos, name string) {
	r.endSection()
	s := &Section{Kind: kind, Pos: pos, Name: name}
	r.doc.Sections = append(r.doc.Sections, s)
	for _, key := range [...]sectionKey{{kind, name}, {kind, ""}} {
		if r.first[key] == nil {
			r.first[key] = s
		}
	}
}

// last is the section that lines are added to.
func (r *docReader) last() *Section { return r.doc.Sections[len(r.doc.Sections)-1] }

func (r *docReader) endSection() {
	if n := len(r.doc.Sections); n > 0 {
		r.doc.Sections[n-1].Text = strings.Trim(strings.Join(r.text, "\n"), "\n")
	}
	r.text = r.text[:0]
}

// end ends the comment: all sections but the plain ones must have text.
func (r *docReader) end() {
	r.endSection()
	for _, s := range r.doc.Sections {
		if s.Kind != Plain && s.Text == "" {
			r.late.Errorf(s.Pos, s.Pos.Source().At(s.Pos.Offset()+len(s.tag())), "'%s' has no text: say something, or take it out", s.tag())
		}
	}
}

// add adds text to the last section.
func (r *docReader) add(line string) { r.text = append(r.text, line) }

// described starts a section for the member or feature named by the current
// line, and adds the rest of that line to it.
func (r *docReader) described(kind SectionKind, name string, textAt int) {
	line := r.lines.line
	if name == "" {
		r.lines.errorf(0, len(line), "'@' lacks a name behind it")
	} else if first := r.first[sectionKey{kind, name}]; first != nil {
		r.lines.errorf(1, 1+len(name), "'%s' is described twice", name).Note(first.Pos, "first described here")
	}
	r.section(kind, r.lines.at(0), name)
	if textAt < len(line) {
		r.add(line[textAt:])
	}
}

// tagged starts a section for the tag of the current line, and adds the rest
// of that line to it.
func (r *docReader) tagged(kind SectionKind, textAt int) {
	line := r.lines.line
	if kind == Returns || kind == Errors || kind == Since {
		if first := r.first[sectionKey{kind: kind}]; first != nil {
			tag, _, _ := strings.Cut(line, ":")
			r.lines.errorf(0, len(tag)+1, "a second '%s:' section", tag).Note(first.Pos, "the first is here")
		}
	}
	r.section(kind, r.lines.at(0), "")
	if textAt < len(line) {
		r.add(line[textAt:])
	}
}

// tag is what the section starts with in the source.
func (s *Section) tag() string {
	if s.Name != "" || s.Kind == MemberSection || s.Kind == FeatureSection {
		return "@" + s.Name + ":"
	}
	return [...]string{Returns: "Returns", Errors: "Errors", Since: "Since", TODO: "TODO", NoteSection: "Note", Example: "Example"}[s.Kind] + ":"
}

// tags are the section tags. Those of NoteSection and Example are retired.
var tags = []struct {
	word string
	kind SectionKind
}{
	{"Returns:", Returns}, {"Errors:", Errors}, {"Since:", Since}, {"TODO:", TODO},
	{"Note:", NoteSection}, {"Notes:", NoteSection}, {"Example:", Example}, {"Examples:", Example},
}

// matchTag recognises a line that starts with a tag and gives the offset of
// the text behind it. A tag with a second colon is reStructuredText.
func matchTag(line string) (kind SectionKind, textAt int, ok bool) {
	if line == "" || strings.IndexByte("RESTNE", line[0]) < 0 {
		return 0, 0, false
	}
	for _, t := range tags {
		if rest, found := strings.CutPrefix(line, t.word); found && !strings.HasPrefix(rest, ":") {
			return t.kind, len(line) - len(strings.TrimLeft(rest, " ")), true
		}
	}
	return 0, 0, false
}

// matchName recognises a line "@NAME: TEXT" and gives the offset of TEXT. The
// name is not looked at: it has to match a definition's anyway.
func matchName(line string) (name string, textAt int, ok bool) {
	if !strings.HasPrefix(line, "@") {
		return "", 0, false
	}
	name, rest, found := strings.Cut(line[1:], ":")
	return name, len(line) - len(strings.TrimLeft(rest, " ")), found
}
