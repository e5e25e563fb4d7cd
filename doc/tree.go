package doc

import "github.com/qapi-go/qapi-gen/model"

// A Block is a part of a text that stands for itself. A text is a []Block.
type Block interface{ isBlock() }

// A Heading is a title. Level 1 is the highest, which is the same in all texts
// of a schema. Level 0 is a title without a part of the text below it.
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

// A TermList says what terms mean. reStructuredText calls it a definition list.
type TermList struct{ Items []Term }

// A Term is an item of a TermList.
type Term struct {
	Title  []Span
	Blocks []Block // its meaning
}

// A Quote is indented text.
type Quote struct{ Blocks []Block }

// A Literal is text whose lines stand as they are: code, messages, diagrams.
type Literal struct {
	Language string // of code, if the text says it
	Lines    []string
}

// An Example shows how a definition is used. Messages finds the messages in it.
type Example struct {
	Title []Span // empty if it has none
	// Annotated tells that Blocks explain their literals. Otherwise there is
	// one Literal.
	Annotated bool
	Blocks    []Block
}

// An Admonition is a remark that stands out.
type Admonition struct {
	// Kind is the name of its directive, such as "note", "warning" or
	// "versionadded".
	Kind string
	// Title is the author's own, of the kind "admonition", or the version of
	// the kinds "versionadded", "versionchanged", "deprecated" and
	// "versionremoved". Others have none.
	Title  []Span
	Blocks []Block
}

// A Table has rows of cells.
type Table struct {
	Title []Span // empty if it has none
	// Header says how many of the Rows are its header.
	Header int
	// Rows are empty if the table is malformed.
	Rows [][]Cell
	// Lines are the table as written.
	Lines []string
}

// A Cell is a cell of a Table.
type Cell struct {
	Blocks []Block
	// ColumnSpan and RowSpan say over how many columns and rows it reaches, at
	// least 1.
	ColumnSpan, RowSpan int
}

// A Footnote is what a span of kind FootnoteMark with the same label refers to.
type Footnote struct {
	Label  string
	Blocks []Block
}

// A Target gives a name to a place in the text, to which spans of kind Section
// may refer. If it has a URL the name stands for that instead; spans of kind
// Link that use the name have the URL already.
type Target struct{ Name, URL string }

// Math is a formula in TeX's notation.
type Math struct{ Lines []string }

// A Directive is one that none of the other types is for.
type Directive struct {
	Name, Argument string
	Options        []Option
	// Blocks are what the directive contains. That includes the argument,
	// except where it names a file or another object: image, figure, include,
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

// A Span is a stretch of text within a line. Spans do not nest. White space in
// them is a single blank.
type Span struct {
	Kind SpanKind
	// Text is what a reader sees.
	Text string
	// Target is what a span refers to, and depends on its kind.
	Target string
	// Def is the definition that a span of kind Symbol refers to. It is nil if
	// the schema has none of that name.
	Def model.Definition
	// Member is the member, value or alternative of Def that the span refers
	// to. It is empty if the span refers to Def itself.
	Member string
	// Role is the name of the role of a span of kind Role.
	Role string
}

// SpanKind says what a Span is.
type SpanKind int

// The kinds of spans.
const (
	Text SpanKind = iota
	Emphasis
	Strong
	Code         // literal text
	Symbol       // a name of the schema; Target is the name as written
	Document     // Target is its path; Text too, if it has no title
	Section      // Target is its label or its title; Text too, if it has no title
	Link         // Target is its URL, of one of the schemes http, https, ftp, mailto
	FootnoteMark // Target is the footnote's label, and so is Text
	Formula      // in TeX's notation
	Substitution // Target is the name between bars; Text too, if the text does not say what the name stands for
	Role         // any other role of reStructuredText; Target is empty if the role refers to nothing
)

func (k SpanKind) String() string {
	return [...]string{
		Text: "text", Emphasis: "emphasis", Strong: "strong", Code: "code", Symbol: "symbol", Document: "document",
		Section: "section", Link: "link", FootnoteMark: "footnote", Formula: "formula",
		Substitution: "substitution", Role: "role",
	}[k]
}
