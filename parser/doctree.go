package parser

import "github.com/qapi-go/qapi-gen/diag"

// A Doc is a documentation comment: the lines between two "##".
type Doc struct {
	Pos diag.Pos // of the opening ##
	// Symbol is the name after @ on the first line. It is empty for free-form
	// documentation.
	Symbol    string
	SymbolPos diag.Pos
	// Faulty is true if the comment has an error other than one of style. It
	// may then lack sections that its author wrote.
	Faulty bool
	// Sections are in textual order. The first one is always Plain: the
	// introduction, which may be empty.
	Sections []*Section

	// first is docReader.first. It is nil if there are few sections.
	first map[sectionKey]*Section
}

// fewSections is the number of sections up to which a linear search is as fast
// as a map.
const fewSections = 32

// SectionKind is the kind of a Section.
type SectionKind int

// The kinds of sections (QEMU's qapi-code-gen, "Definition documentation").
// Newer editions do not have NoteSection and Example.
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
	// Name is the member or feature described. It is empty for other kinds.
	Name string
	// Text lacks the tag, each line's "# ", and blank lines at the start and
	// end. Continuation lines keep their indentation.
	Text string
}

// Member returns the description of the member named name, or nil.
func (d *Doc) Member(name string) *Section { return d.find(MemberSection, name) }

// Feature returns the description of the feature named name, or nil.
func (d *Doc) Feature(name string) *Section { return d.find(FeatureSection, name) }

// Section returns the first section of the kind, or nil.
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
