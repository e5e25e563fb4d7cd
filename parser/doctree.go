package parser

import "github.com/qapi-go/qapi-gen/diag"

// DocRules names a version of the rules for documentation comments. QEMU
// tightened them over time. Of the rest of the language, which mostly grew,
// there is one version.
type DocRules int

const (
	// DocRulesAuto takes DocRules72 for a schema in which any
	// documentation comment uses markup that QEMU has since retired
	// ("Note:" and "Example:" sections, "= Title" headings), else DocRules102.
	DocRulesAuto DocRules = iota
	// DocRules72 is what QEMU 7.2 demands.
	DocRules72
	// DocRules102 is what QEMU 10.2 demands.
	DocRules102
)

func (r DocRules) String() string {
	return [...]string{DocRulesAuto: "auto", DocRules72: "7.2", DocRules102: "10.2"}[r]
}

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
}

// SectionKind says what a Section describes.
type SectionKind int

// The kinds of sections (QEMU's qapi-code-gen, "Definition documentation").
// Note and Example exist in DocRules72 alone.
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
	for _, s := range d.Sections {
		if s.Kind == kind && s.Name == name {
			return s
		}
	}
	return nil
}
