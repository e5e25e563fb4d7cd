// Package doc reads the markup of documentation comments into trees, which say
// what a comment means and not how it was written. Package godoc, below it,
// prints them as Go doc comments.
//
// Text goes through the package in this order:
//
//   - A Scope takes sections of a parser.Doc, and knows what names in them
//     refer to: scope.go.
//   - A section is cut into lines (lines.go) and these into blocks (block.go):
//     paragraphs, titles, lists, tables (table.go, gridtable.go,
//     simpletable.go), examples, directives and what else starts with ".."
//     (explicit.go, directive.go).
//   - The text of a block is cut into spans: literals, references, links
//     (inline.go, role.go).
//   - What comes out are the types of tree.go, with numbers for footnotes
//     (footnote.go). All and Spans iterate over a tree (walk.go), Messages
//     finds the QMP messages in it (example.go).
//
// # Markup
//
// QEMU's schemas are documented in two languages ("Documentation markup" in
// QEMU's qapi-code-gen). Since 5.2 it is reStructuredText, of which the package
// reads what schemas and the directives of Sphinx use. Before that it was a
// markup of a few constructs, which was turned into Texinfo: titles after "=",
// lists, examples after "|", *strong* and _emphatic_ words, @names. Nearly
// all of that has the same form in reStructuredText or no meaning there, so
// that the two are read as one, and a schema need not say which it is in. Where
// a form has another meaning in the other language the difference is named
// where it is read.
//
// Authors make mistakes. What is not in order is text: nothing of a comment is
// lost but what reStructuredText takes for a comment itself.
//
// # For printers
//
// A printer needs nothing but the tree. All strings in it are plain text in
// which nothing is escaped, except Math and spans of kind Formula, which are
// TeX. URLs have one of a few harmless schemes. The blocks and spans of a tree
// belong to its caller.
package doc
