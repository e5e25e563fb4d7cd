// Package parser reads QAPI schemas (QEMU's "Schema syntax") into a syntax tree
// with positions. It follows includes, applies pragmas and splits documentation
// comments into sections. Package model interprets the expressions.
package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// MaxFileSize is the maximum size of a schema file in bytes. QEMU's largest
// schema file has 0.2 MB, so a larger file is no schema.
const MaxFileSize = 8 << 20

// Options control parsing. The zero value suits most callers.
type Options struct {
	// Edition is the QEMU release whose rules apply, including those for the
	// layout of comments.
	//
	// With edition.Auto, the parser accepts a schema that some release accepts.
	// The pragmas, conditions, features and comments determine the edition of
	// the whole schema: Tree.Edition is the newest release that has all of
	// them. Faults in the layout of comments are then warnings in Tree.Layout
	// and not errors.
	Edition edition.Edition
	// ReadFile reads a schema file. Several goroutines call it at the same
	// time. The path is the root's as passed to Parse, or that of an include
	// directive joined to the folder of the file that has it, not cleaned. If
	// ReadFile is nil, Parse reads regular files of at most MaxFileSize bytes
	// and returns an error for others, such as named pipes.
	ReadFile func(path string) ([]byte, error)
}

// Parse reads the schema whose root file is at path, and the files that it
// includes, several at a time.
//
// The list has at most 1000 diagnostics, in the order of QEMU's front end: the
// first error is the one that QEMU reports. After a syntax error, Parse
// continues at the next definition, directive or documentation comment that
// starts a line. The tree is never nil; it lacks the parts with errors.
//
// A schema may have at most 1024 files, whose names must satisfy [CheckName],
// and its expressions may nest at most 1000 levels deep.
func Parse(path string, opts Options) (*Tree, diag.List) {
	if opts.ReadFile == nil {
		opts.ReadFile = func(path string) ([]byte, error) { return readfile.File(path, MaxFileSize) }
	}
	l := load(path, opts)
	tree := &Tree{Edition: opts.Edition}
	if opts.Edition == edition.Auto {
		tree.auto = true
		l.findEdition(tree)
	}
	l.readComments(tree)
	return tree, l.assemble(tree)
}
