package parser

import (
	"strings"

	"github.com/qapi-go/qapi-gen/edition"
)

// readIndented reads a comment by the rules of QEMU since 9.0: a section lasts
// as long as its lines are indented ("Documentation comments").
func (r *docReader) readIndented() {
	if r.startDefinition() {
		r.definition()
	} else {
		r.freeForm(nameEndIndented)
	}
	r.end()
}

// nameEndIndented returns the length of the "@NAME:" at the start of line, or
// 0.
func nameEndIndented(line string) int {
	if name, _, ok := matchName(line); ok {
		return len("@:") + len(name)
	}
	return 0
}

// freeForm reads free-form documentation. It describes no definition, so a line
// for which nameEnd is positive is an error.
func (r *docReader) freeForm(nameEnd func(line string) int) {
	if pos, ok := r.pos(); ok {
		r.last().Pos = pos
	}
	refused := false
	headings := edition.Headings.In(r.tree.Edition) && !edition.InnerHeadings.In(r.tree.Edition)
	for first := true; r.more; r.advance() {
		line := r.lines.line
		if headings && !first && strings.HasPrefix(line, "=") {
			r.lines.layoutErrorf(retiredMarkup, edition.InnerHeadings, 0, len(line), "a heading must be the first line of its comment")
		}
		first = false
		if end := nameEnd(line); end > 0 && !refused {
			r.lines.errorf(0, end, "'%s' describes nothing here: this is free-form documentation", line[:end]).
				Note(r.doc.Pos, "documentation of a definition has @NAME: on its first line")
			refused = true // the others have the same cause
		}
		r.add(line)
	}
}

func (r *docReader) definition() {
	// closed is set after the first other section: descriptions of members must
	// come before.
	closed := false
	for r.more {
		line := r.lines.line
		name, _, member := matchName(line)
		kind, textAt, tag := matchTag(line)
		switch {
		case line == "":
			r.advance()
			continue
		case line == "Features:":
			r.features()
		case member:
			if closed {
				r.lines.layoutErrorf(sectionOrder, -1, 0, len(name)+2, "description of '@%s:' must come before other sections", name)
			}
			r.descriptions(MemberSection)
		case tag:
			if (kind == NoteSection || kind == Example) && !edition.NoteSections.In(r.tree.Edition) {
				r.refuseRetired(kind)
			}
			r.tagged(kind, textAt)
			r.indented()
		default:
			if strings.HasPrefix(line, "=") && edition.Headings.In(r.tree.Edition) {
				r.lines.layoutErrorf(retiredMarkup, edition.DefinitionHeadings, 0, 1, "headings are not allowed in the documentation of a definition")
			}
			r.paragraph()
			continue
		}
		closed = true
	}
}

// refuseRetired reports a retired tag and names its replacement.
func (r *docReader) refuseRetired(kind SectionKind) {
	instead := "a '.. note::' directive"
	if kind == Example {
		instead = "a '.. qmp-example::' directive"
	}
	tag, _, _ := strings.Cut(r.lines.line, ":")
	r.lines.layoutErrorf(retiredMarkup, edition.NoteSections, 0, len(tag)+1,
		"'%s:' sections are no longer supported: use %s", tag, instead)
}

func (r *docReader) features() {
	if first := r.first[sectionKey{kind: FeatureSection}]; first != nil {
		r.lines.errorf(0, len(r.lines.line), "a second 'Features:' line").Note(first.Pos, "features are described here")
	}
	r.advance()
	for r.more && r.lines.line == "" {
		r.advance()
	}
	// If something interrupts the comment, that has been reported already.
	if pos, ok := r.pos(); !r.descriptions(FeatureSection) && ok {
		r.problems.Errorf(pos, pos, "expected a line '@NAME:' that describes a feature")
	}
}

// descriptions reads consecutive descriptions of members or features. It
// returns false if there are none.
func (r *docReader) descriptions(kind SectionKind) bool {
	for found := false; ; found = true {
		if !r.more {
			return found
		}
		name, textAt, ok := matchName(r.lines.line)
		if !ok {
			return found
		}
		r.described(kind, name, textAt)
		r.indented()
	}
}

// indented reads the rest of a section, from the line after its tag. The first
// line of text sets the indentation. A later line with less indentation ends
// the section, except the second line, for which it is an error.
func (r *docReader) indented() {
	for r.advance(); r.more && r.lines.line == ""; r.advance() {
		r.add("")
	}
	if !r.more {
		return
	}
	want := indent(r.lines.line)
	if want == 0 {
		return
	}
	r.add(r.lines.line)
	for second := true; ; second = false {
		r.advance()
		if !r.more {
			return
		}
		line := r.lines.line
		if _, _, ok := matchName(line); ok {
			return
		}
		if line != "" && indent(line) < want {
			if !second {
				return
			}
			r.lines.layoutErrorf(indentation, edition.FreeIndentation, 0, indent(line)+1, "indentation is less than the previous line's, %d", want)
		}
		r.add(line)
	}
}

// paragraph reads text up to the next blank line.
func (r *docReader) paragraph() {
	if s := r.last(); s.Kind != Plain {
		r.section(Plain, r.lines.at(0), "")
	} else {
		if len(r.text) == 0 {
			s.Pos = r.lines.at(0)
		}
		r.add("")
	}
	for ; r.more && r.lines.line != ""; r.advance() {
		r.add(r.lines.line)
	}
}
