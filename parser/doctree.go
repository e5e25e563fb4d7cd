package parser

import "github.com/qapi-go/qapi-gen/diag"

// A Doc is a documentation comment: the lines between two "##".
type Doc struct {
	Pos diag.Pos // of the opening ##
	// Symbol is the name after @ on the first line, empty for free-form
	// documentation.
	Symbol    string
	SymbolPos diag.Pos
	// Faulty tells that the comment has an error, of style excepted, so that
	// it may lack what it was meant to have.
	Faulty bool
	// Sections are in textual order. The first is always Plain, the
	// introduction, and may be empty.
	Sections []*Section

	// first are the sections by kind and name, and the first of each kind by
	// the kind alone. It is nil where there are few.
	first map[sectionKey]*Section
}

// fewSections are looked through as fast as a map.
const fewSections = 32

// SectionKind says what a Section describes.
type SectionKind int

// The kinds of sections (QEMU's qapi-code-gen, "Definition documentation").
// Newer editions have no NoteSection and no Example.
const (
	Plain SectionKind = iota
	MemberSection
	FeatureSection
	Returns
	Errors
	Since
	TODO
	NoteSection
	Example
)

// A Section is a part of a Doc.
type Section struct {
	Kind SectionKind
	Pos  diag.Pos // of its first line
	// Name is the member or feature described, empty for other kinds.
	Name string
	// Text is without the tag, without "# " and without blank lines around
	// it; indentation of continuation lines is kept as written.
	Text string
}

// Member returns the description of the member named name, nil if missing.
func (d *Doc) Member(name string) *Section { return d.find(MemberSection, name) }

// Feature returns the description of the feature named name, nil if missing.
func (d *Doc) Feature(name string) *Section { return d.find(FeatureSection, name) }

// Section returns the first section of the kind, nil if there is none.
func (d *Doc) Section(kind SectionKind) *Section { return d.find(kind, "") }

func (k SectionKind) String() string {
	return [...]string{
		Plain: "plain", MemberSection: "member", FeatureSection: "feature", Returns: "returns", Errors: "errors",
		Since: "since", TODO: "todo", NoteSection: "note", Example: "example",
	}[k]
}

func (d *Doc) find(kind SectionKind, name string) *Section {
	if d.first != nil {
		return d.first[sectionKey{kind, name}]
	}
	for _, s := range d.Sections {
		if s.Kind == kind && s.Name == name {
			return s
		}
	}
	return nil
}
