// Package site writes the HTML reference of a schema: a static site that needs
// no server, or one file.
//
// A schema goes through the package in this order:
//
//   - Every definition and module gets a page, and every part of a definition
//     an id there: address.go.
//   - uses.go finds what uses each type, by which capability path.
//   - Each definition becomes the data of its page: definition.go, and a file
//     for each kind. The rows of members, branches and values are in row.go;
//     open.go decides which types are shown in place below them. Texts are
//     printed by text.go, requests as one would write them by request.go and
//     the files of sample values.
//   - The templates turn data into pages: site.go, templates/. Package
//     html/template escapes all that they insert, and text.go all that it
//     prints itself.
//   - index.go writes the index that assets/script.js searches.
//
// The same schema and options give the same bytes.
package site
