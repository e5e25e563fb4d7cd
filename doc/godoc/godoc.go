// Package godoc prints trees of package doc as Go doc comments ("Go Doc
// Comments" at go.dev). gofmt does not change such a comment. Whatever the tree
// has, Go's tools find no directive, build constraint or deprecation notice in
// the comment.
//
// A Comment collects trees and sentences of the caller. It lowers trees to
// pieces (lower.go, text.go), because Go doc comments have only paragraphs,
// headings, lists that do not nest, and code. It then prints the pieces
// (piece.go, print.go).
package godoc

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/doc"
	"github.com/qapi-go/qapi-gen/model"
)

// Names returns the Go text of references.
type Names interface {
	// Definition returns the text of a reference to def, such as the doc link
	// "[RunState]". If it is empty, the name in the schema is printed.
	Definition(def model.Definition) string
	// Member returns the text of a reference to a member, value or alternative
	// of def. If it is empty, the name in the schema is printed.
	Member(def model.Definition, name string) string
}

// A Style is the kind of declaration that a comment documents.
type Style int

// The styles. Comments extend to column 80, with tabs 8 wide.
const (
	Declaration Style = iota
	Field             // a field of a struct or a method of an interface, which is indented
)

func (s Style) width() int { return [...]int{Declaration: 77, Field: 69}[s] }

// A Comment collects the content of a doc comment. The zero value has the style
// Declaration, and prints references by their names in the schema.
type Comment struct {
	style  Style
	names  Names
	pieces []piece
}

// New starts a comment.
func New(style Style, names Names) *Comment { return &Comment{style: style, names: names} }

// Sentence returns a comment of one paragraph; see Comment.Say.
func Sentence(style Style, text string) string {
	c := Comment{style: style}
	c.Say(text)
	return c.String()
}

// Say adds a paragraph of Go doc text, in which doc links are allowed. Line breaks in
// text are blanks.
func (c *Comment) Say(text string) {
	c.pieces = append(c.pieces, paragraph{lineBreaks.Replace(text)})
}

var lineBreaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// Add adds a tree.
func (c *Comment) Add(text []doc.Block) { c.pieces = append(c.pieces, c.lower(text)...) }

// AddFirst adds the first paragraph of a tree.
func (c *Comment) AddFirst(text []doc.Block) {
	for _, p := range c.lower(text) {
		if isParagraph(p) {
			c.pieces = append(c.pieces, p)
			return
		}
	}
}

// AddSentence adds the first sentence of the first paragraph of a tree.
func (c *Comment) AddSentence(text []doc.Block) {
	for _, p := range c.lower(text) {
		if p, ok := p.(paragraph); ok {
			c.pieces = append(c.pieces, paragraph{firstSentence(p.text)})
			return
		}
	}
}

// firstSentence returns the first sentence of a text.
func firstSentence(text string) string {
	if end := doc.SentenceEnd(text); end > 0 {
		return text[:end]
	}
	return text
}

// Label adds a tree after "LABEL: ". It adds nothing if the tree is empty.
func (c *Comment) Label(label string, text []doc.Block) {
	c.pieces = append(c.pieces, labelled(label, c.lower(text))...)
}

// Notice adds a tree after "LABEL: ". If the tree does not start with a
// paragraph, Notice adds sentence instead of the label: a notice that Go's
// tools understand, such as "Deprecated: ", needs text in the same paragraph.
func (c *Comment) Notice(label, sentence string, text []doc.Block) {
	pieces := c.lower(text)
	if len(pieces) > 0 && isParagraph(pieces[0]) {
		c.pieces = append(c.pieces, labelled(label, pieces)...)
		return
	}
	c.Say(sentence)
	c.pieces = append(c.pieces, pieces...)
}

// String prints the comment. It is empty if nothing was added.
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
