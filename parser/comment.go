package parser

import (
	"strings"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A comment is the text of a documentation comment and the result of parsing
// it.
type comment struct {
	off  int    // of its ##
	text string // from ## to ##

	doc *Doc
	// problems are those that QEMU finds while it reads the comment. late are
	// those that it finds after it has read the next token.
	problems, late diag.List
	// layout has faults that are counted and not reported one by one.
	layout diag.List
	// nameless is true if the line that should name a definition has no name.
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

// afterMark returns the position after the ## that starts the comment.
func (c *comment) afterMark() diag.Pos { return c.doc.Pos.Source().At(c.off + len("##")) }

// docLines iterates over the lines of a documentation comment.
type docLines struct {
	src      *diag.Source
	off      int // of text in src
	text     string
	next     int // offset in text at which to look for the next line
	tree     *Tree
	problems *diag.List
	layout   *diag.List
	style    *docStyle // nil if style is not checked

	line  string // the current line without "# " and trailing space
	start int    // its offset in src
}

// advance reads the next line. It returns false at the end of the comment.
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

// at returns a position in the current line.
func (l *docLines) at(i int) diag.Pos { return l.src.At(l.start + i) }

// errorf adds an error about the bytes from i to end of the current line.
func (l *docLines) errorf(i, end int, format string, args ...any) *diag.Diagnostic {
	return l.problems.Errorf(l.at(i), l.at(end), format, args...)
}

// indent counts the characters of white space at the start of s.
func indent(s string) int { return utf8.RuneCountInString(s[:skipSpace(s, 0)]) }

func trimSpaceRight(s string) string {
	if s == "" || s[len(s)-1] > ' ' && s[len(s)-1] < 0x7f {
		return s
	}
	return strings.TrimRightFunc(s, isSpace)
}

// A docReader splits one comment into sections.
type docReader struct {
	*comment
	tree  *Tree
	lines docLines
	more  bool     // there is a current line
	text  []string // of the current section
	// first has the first section of each kind and name, and under an empty
	// name the first section of each kind.
	first map[sectionKey]*Section
}

type sectionKey struct {
	kind SectionKind
	name string
}

func (r *docReader) advance() { r.more = r.lines.advance() }

// pos returns the position of the current line, or after the last line that of
// the closing ##. It returns false if the comment has no closing ##.
func (r *docReader) pos() (diag.Pos, bool) {
	if r.more {
		return r.lines.at(0), true
	}
	return r.lines.src.At(r.lines.off + r.lines.next), strings.HasPrefix(r.lines.text[r.lines.next:], "##")
}

// startDefinition reads the line "@NAME:" that starts the documentation of a
// definition. It returns false for free-form documentation.
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

// last returns the section that lines are added to.
func (r *docReader) last() *Section { return r.doc.Sections[len(r.doc.Sections)-1] }

func (r *docReader) endSection() {
	if n := len(r.doc.Sections); n > 0 {
		r.doc.Sections[n-1].Text = strings.Trim(strings.Join(r.text, "\n"), "\n")
	}
	r.text = r.text[:0]
}

// end ends the comment and reports empty sections. Only plain ones may be
// empty.
func (r *docReader) end() {
	r.endSection()
	for _, s := range r.doc.Sections {
		if s.Kind != Plain && s.Text == "" {
			r.late.Errorf(s.Pos, s.Pos.Source().At(s.Pos.Offset()+len(s.tag())), "'%s' has no text: say something, or take it out", s.tag())
		}
	}
}

// add adds a line of text to the last section.
func (r *docReader) add(line string) { r.text = append(r.text, line) }

// described starts a section for the member or feature that the current line
// names, and adds the rest of the line to it.
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

// tagged starts a section for the tag of the current line, and adds the rest of
// the line to it.
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

// tag returns the text that starts the section in the source.
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

// matchTag matches a line that starts with a tag, and returns the offset of the
// text after the tag. A tag with a second colon is reStructuredText.
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

// matchName matches a line "@NAME: TEXT" and returns the name and the offset of
// TEXT. It does not check the name, because the name must match that of a
// member or feature anyway.
func matchName(line string) (name string, textAt int, ok bool) {
	if !strings.HasPrefix(line, "@") {
		return "", 0, false
	}
	name, rest, found := strings.Cut(line[1:], ":")
	return name, len(line) - len(strings.TrimLeft(rest, " ")), found
}
