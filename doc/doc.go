// Package doc reads the markup of documentation comments into trees. Package
// doc/godoc prints such trees as Go doc comments.
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
// QEMU's schemas have used two markup languages ("Documentation markup" in
// QEMU's qapi-code-gen). Since QEMU 5.2 it is reStructuredText; the package
// reads the part of it, and of Sphinx's directives, that schemas use. Earlier
// releases had a small language of their own, which was converted to Texinfo:
// titles after "=", lists, examples after "|", *strong* and _emphatic_ words,
// @names. Nearly all of its constructs look the same in reStructuredText, or
// have no meaning there. The package therefore reads both as one language, and
// a schema need not say which it is in. Where the two differ, the code that
// reads the construct says so.
//
// Malformed markup is text. Nothing of a comment is lost, except what
// reStructuredText itself calls a comment.
//
// # For printers
//
// A printer needs nothing but the tree. Strings in it are plain text that the
// printer escapes; those of Math and of spans of kind Formula are TeX. URLs have
// one of the schemes http, https, ftp and mailto. The caller may change a tree.
package doc
