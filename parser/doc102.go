package parser

import (
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

// olderRules is the advice for who meets a rule that older schemas break.
const olderRules = "older schemas may break this rule: --doc-rules 7.2 accepts them"

// read102 reads a comment by the rules of QEMU 10.2 ("Documentation
// comments").
func (r *docReader) read102() {
	if r.startDefinition() {
		r.definition102()
	} else {
		r.freeForm(nameEnd102)
	}
	r.end()
}

// nameEnd102 is the length of the "@NAME:" that a line starts with, 0 if none.
func nameEnd102(line string) int {
	if name, _, ok := matchName(line); ok {
		return len("@:") + len(name)
	}
	return 0
}

// freeForm reads free-form documentation, which describes no definition and
// hence has no lines for which nameEnd is positive.
func (r *docReader) freeForm(nameEnd func(line string) int) {
	if pos, ok := r.here(); ok {
		r.last().Pos = pos
	}
	refused := false
	for ; r.more; r.advance() {
		line := r.lines.line
		if end := nameEnd(line); end > 0 && !refused {
			r.lines.errorf(0, end, "'%s' describes nothing here: this is free-form documentation", line[:end]).
				Note(r.doc.Pos, "documentation of a definition has @NAME: on its first line")
			refused = true // the others have the same cause
		}
		if strings.HasPrefix(line, "= ") {
			r.retired = true
		}
		r.add(line)
	}
}

func (r *docReader) definition102() {
	// Descriptions of members cannot follow another section.
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
			r.features102()
		case member:
			if closed {
				r.lines.errorf(0, len(name)+2, "description of '@%s:' must come before other sections", name)
			}
			r.described102(MemberSection)
		case tag:
			if kind == NoteSection || kind == Example {
				r.refuseRetired(kind)
			}
			r.tagged(kind, textAt)
			r.indented102()
		default:
			r.paragraph102()
			continue
		}
		closed = true
	}
}

// refuseRetired says what replaces a retired tag.
func (r *docReader) refuseRetired(kind SectionKind) {
	r.retired = true
	instead := "a '.. note::' directive"
	if kind == Example {
		instead = "a '.. qmp-example::' directive"
	}
	tag, _, _ := strings.Cut(r.lines.line, ":")
	d := r.lines.errorf(0, len(tag)+1, "'%s:' sections are no longer supported: use %s", tag, instead)
	d.Note(diag.Pos{}, olderRules)
}

func (r *docReader) features102() {
	if first := r.first[sectionKey{kind: FeatureSection}]; first != nil {
		r.lines.errorf(0, len(r.lines.line), "a second 'Features:' line").Note(first.Pos, "features are described here")
	}
	r.advance()
	for r.more && r.lines.line == "" {
		r.advance()
	}
	// Where something interrupts the comment, that is said already.
	if pos, ok := r.here(); !r.described102(FeatureSection) && ok {
		r.problems.Errorf(pos, pos, "expected a line '@NAME:' that describes a feature")
	}
}

// described102 reads descriptions of members or features, as many as follow.
// It is false if there was none.
func (r *docReader) described102(kind SectionKind) bool {
	for found := false; ; found = true {
		if !r.more {
			return found
		}
		name, textAt, ok := matchName(r.lines.line)
		if !ok {
			return found
		}
		r.described(kind, name, textAt)
		r.indented102()
	}
}

// indented102 reads the rest of a section from the line below its tag on. The
// first line of text sets the indentation; a line with less, which must come
// behind another, ends the section.
func (r *docReader) indented102() {
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
			r.lines.errorf(0, indent(line)+1, "indentation is less than the previous line's, %d", want)
		}
		r.add(line)
	}
}

// paragraph102 reads text up to the next blank line.
func (r *docReader) paragraph102() {
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
