// Package parser reads QAPI schemas, QEMU's "Schema syntax", into a located
// syntax tree: includes followed, pragmas applied, documentation comments cut
// into their sections. What the expressions mean is left to the model.
package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// MaxFileSize is the largest size of a schema file, in bytes. Something larger
// is a stray image rather than a schema: QEMU's largest file has 0.2 MB.
const MaxFileSize = 8 << 20

// Options say how to parse. The zero value is good for most.
type Options struct {
	// Edition is the release of QEMU whose front end judges the schema, its
	// rules for the layout of comments included.
	//
	// With edition.Auto a schema is accepted if some release accepts it. Its
	// pragmas, conditions, features and comments say which, for the schema as
	// a whole: Tree.Edition is the newest release that has all of them. What
	// is wrong with the layout of comments alone is then no error, but a
	// warning in Tree.Layout.
	Edition edition.Edition
	// ReadFile reads a schema file. Where it is nil, regular files of at most
	// MaxFileSize bytes are read, and anything else that has a name, such as a
	// named pipe, is an error. It is called from several goroutines at once. Paths
	// are the root's as given to Parse, and an include directive's joined
	// to the folder of the file that has it, not cleaned.
	ReadFile func(path string) ([]byte, error)
}

// Parse reads the schema whose root file is at path, and the files that it includes,
// several at a time.
//
// The list has at most 1000 diagnostics, in the order of QEMU's front end: the first
// error is the one that QEMU reports. A syntax error ends its file. The tree is never
// nil; it lacks the parts with errors.
//
// A schema may have at most 1024 files, whose names must satisfy [CheckName], and its
// expressions may nest at most 1000 levels deep.
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
