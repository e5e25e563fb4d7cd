// Package doc parses the markup of documentation comments into trees. Package
// doc/godoc prints such trees as Go doc comments.
//
// The package processes text in these steps:
//
//   - A Scope takes sections of a parser.Doc, and resolves the names in them:
//     scope.go.
//   - A section is split into lines (lines.go) and these into blocks
//     (block.go): paragraphs, titles, lists, tables (table.go, gridtable.go,
//     simpletable.go), examples, directives, and other markup that starts with
//     ".." (explicit.go, directive.go).
//   - The text of a block is split into spans: literals, references, links
//     (inline.go, role.go).
//   - The results are the types of tree.go, with numbers for footnotes
//     (footnote.go). All and Spans iterate over a tree (walk.go), Messages
//     finds the QMP messages in it (example.go).
//
// # Markup
//
// QEMU's schemas have used two markup languages ("Documentation markup" in
// QEMU's qapi-code-gen). Since QEMU 5.2 it is reStructuredText. The package
// reads the part of it, and of Sphinx's directives, that schemas use. Earlier
// releases had a small language of their own, which was converted to Texinfo:
// titles after "=", lists, examples after "|", *strong* and _emphatic_ words,
// @names. Nearly all of its constructs look the same in reStructuredText or
// have no meaning there. The package therefore reads both as one language, and
// needs no option for it. Where the languages differ, the code that reads the
// construct names the difference.
//
// Malformed markup is text. No text of a comment is lost, except what
// reStructuredText itself calls a comment.
//
// # For printers
//
// A printer needs only the tree. Strings in it are plain text that the printer
// must escape; those of Math and of spans of kind Formula are TeX. URLs have
// one of the schemes http, https, ftp and mailto. The caller may change a tree.
package doc
