// Package godoc prints documentation as Go doc comments: as text that gofmt
// leaves as it is, and in which Go's tools find nothing but text ("Go Doc
// Comments").
//
// A Comment takes trees of package doc and sentences of the caller. It lowers
// the trees to what a Go doc comment can have, which are paragraphs, headings,
// lists that do not nest and code, and then prints them at a width.
package godoc

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
)

// Names says what references are called in Go.
type Names interface {
	// Definition is what stands for a definition, such as "[RunState]", which
	// is a link. Where it is empty the definition keeps its name.
	Definition(def model.Definition) string
	// Member is what stands for a member, value or alternative of def,
	// likewise.
	Member(def model.Definition, name string) string
}

// A Style says what a comment is on.
type Style int

// The styles. Comments reach to column 80, where tabs are 8 wide.
const (
	Declaration Style = iota
	Field             // of a struct, or a method of an interface: indented
)

func (s Style) width() int { return [...]int{Declaration: 77, Field: 69}[s] }

// A Comment is a doc comment in the making. Its zero value does not know names.
type Comment struct {
	style  Style
	names  Names
	pieces []piece
}

// New starts a comment.
func New(style Style, names Names) *Comment { return &Comment{style: style, names: names} }

// Sentence is the comment that has the given text alone.
func Sentence(style Style, text string) string {
	c := Comment{style: style}
	c.Say(text)
	return c.String()
}

// Say adds a paragraph of the caller's words, which may have links of Go's.
func (c *Comment) Say(text string) { c.pieces = append(c.pieces, paragraph{text}) }

// Add adds a text.
func (c *Comment) Add(text []doc.Block) { c.pieces = append(c.pieces, c.lower(text)...) }

// AddFirst adds the first paragraph of a text.
func (c *Comment) AddFirst(text []doc.Block) {
	for _, p := range c.lower(text) {
		if isParagraph(p) {
			c.pieces = append(c.pieces, p)
			return
		}
	}
}

// Label adds a text with a label in front, unless there is no text.
func (c *Comment) Label(label string, text []doc.Block) {
	c.pieces = append(c.pieces, labelled(label, c.lower(text))...)
}

// Notice adds a text with a label in front. Where it does not start with a
// paragraph a sentence stands for label and paragraph. Go's tools take what has
// the label "Deprecated" for deprecated if a paragraph comes behind it.
func (c *Comment) Notice(label, sentence string, text []doc.Block) {
	pieces := c.lower(text)
	if len(pieces) > 0 && isParagraph(pieces[0]) {
		c.pieces = append(c.pieces, labelled(label, pieces)...)
		return
	}
	c.Say(sentence)
	c.pieces = append(c.pieces, pieces...)
}

// String prints the comment. It is empty where nothing was added.
func (c *Comment) String() string {
	pieces := separate(c.pieces)
	if len(pieces) > 0 && !slices.ContainsFunc(pieces, isText) {
		// gofmt would unindent a comment that is indented as a whole.
		pieces = append([]piece{paragraph{"As follows:"}}, pieces...)
	}
	p := printer{style: c.style}
	p.b.Grow(size(pieces))
	for i, b := range pieces {
		if i > 0 {
			p.b.WriteString("//\n")
		}
		switch b := b.(type) {
		case paragraph:
			p.wrap(punctuate(pieces, i, c.style), "// ", "// ")
		case heading:
			p.b.WriteString("// # " + b.text + "\n")
		case list:
			p.list(b)
		case code:
			p.code(b)
		}
	}
	return strings.TrimSuffix(p.b.String(), "\n")
}
