package doc

import "github.com/qapi-go/qapi-gen/model"

// A Block is a unit of text such as a paragraph or a list. A text is a []Block.
type Block interface{ isBlock() }

// A Heading is a title. Level 1 is the highest. Levels are the same in all
// texts of a schema. Level 0 is a title that starts no section.
type Heading struct {
	Level int
	Title []Span
}

// A Paragraph is running text.
type Paragraph struct{ Text []Span }

// A List is a bullet list or, if it is ordered, a numbered one.
type List struct {
	Ordered bool
	Items   []Item
}

// An Item is an item of a List.
type Item struct {
	Number string // of an ordered list, in digits
	Blocks []Block
}

// A TermList explains terms. reStructuredText calls it a definition list.
type TermList struct{ Items []Term }

// A Term is an item of a TermList.
type Term struct {
	Title  []Span
	Blocks []Block // its meaning
}

// A Quote is indented text.
type Quote struct{ Blocks []Block }

// A Literal is text that keeps its lines: code, messages, diagrams.
type Literal struct {
	Language string // of code, if known
	Lines    []string
}

// An Example shows the use of a definition. Messages finds the messages in it.
type Example struct {
	Title []Span // may be empty
	// Annotated is true if Blocks explain their literals. Otherwise Blocks is
	// one Literal.
	Annotated bool
	Blocks    []Block
}

// An Admonition is a remark set off from the text.
type Admonition struct {
	// Kind is the name of the directive, such as "note", "warning" or
	// "versionadded".
	Kind string
	// Title is the author's title for the kind "admonition", and the version
	// for the kinds "versionadded", "versionchanged", "deprecated" and
	// "versionremoved". Other kinds have no title.
	Title  []Span
	Blocks []Block
}

// A Table has rows of cells.
type Table struct {
	Title []Span // may be empty
	// Header is the number of Rows that are the table's header.
	Header int
	// Rows is empty if the table is malformed.
	Rows [][]Cell
	// Lines are the table as written.
	Lines []string
}

// A Cell is a cell of a Table.
type Cell struct {
	Blocks []Block
	// ColumnSpan and RowSpan are the numbers of columns and rows that the cell
	// covers, at least 1.
	ColumnSpan, RowSpan int
}

// A Footnote is the text that spans of kind FootnoteMark with the same label
// refer to.
type Footnote struct {
	Label  string
	Blocks []Block
}

// A Target names a place in the text, to which spans of kind Section may refer.
// If it has a URL, the name stands for that URL instead; spans of kind Link
// that use the name already have the URL.
type Target struct{ Name, URL string }

// Math is a formula in TeX's notation.
type Math struct{ Lines []string }

// A Directive is a directive for which there is no other type.
type Directive struct {
	Name, Argument string
	Options        []Option
	// Blocks are the content of the directive. They include the argument,
	// unless it names a file or another object: image, figure, include,
	// contents, index, toctree.
	Blocks []Block
}

// An Option is an option of a Directive, ":NAME: VALUE".
type Option struct{ Name, Value string }

func (*Heading) isBlock()    {}
func (*Paragraph) isBlock()  {}
func (*List) isBlock()       {}
func (*TermList) isBlock()   {}
func (*Quote) isBlock()      {}
func (*Literal) isBlock()    {}
func (*Example) isBlock()    {}
func (*Admonition) isBlock() {}
func (*Table) isBlock()      {}
func (*Footnote) isBlock()   {}
func (*Target) isBlock()     {}
func (*Math) isBlock()       {}
func (*Directive) isBlock()  {}

// A Span is a piece of text within a line. Spans do not nest. White space in
// them is a single space.
type Span struct {
	Kind SpanKind
	// Text is the text that readers see.
	Text string
	// Target is what a span refers to. Its meaning depends on the kind.
	Target string
	// Def is the definition that a span of kind Symbol refers to. It is nil if
	// the schema does not have it.
	Def model.Definition
	// Member is the member, value or alternative of Def that the span refers
	// to. It is empty if the span refers to Def itself.
	Member string
	// Role is the name of the role of a span of kind Role.
	Role string
}

// SpanKind is the kind of a Span.
type SpanKind int

// The kinds of spans.
const (
	Text SpanKind = iota
	Emphasis
	Strong
	Code         // literal text
	Symbol       // a name of the schema; Target is the name as written
	Document     // Target is the path; so is Text if there is no title
	Section      // Target is the label or title; so is Text if there is no title
	Link         // Target is the URL; its scheme is http, https, ftp or mailto
	FootnoteMark // Target and Text are the footnote's label
	Formula      // in TeX's notation
	Substitution // Target is the name between bars; so is Text if the text does not define the name
	Role         // any other role of reStructuredText; Target is empty if the role is not a reference
)

func (k SpanKind) String() string {
	return [...]string{
		Text: "text", Emphasis: "emphasis", Strong: "strong", Code: "code", Symbol: "symbol", Document: "document",
		Section: "section", Link: "link", FootnoteMark: "footnote", Formula: "formula",
		Substitution: "substitution", Role: "role",
	}[k]
}
