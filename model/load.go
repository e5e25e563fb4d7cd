package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// Load parses and builds the schema whose root file is at path. The Schema is
// nil if there are errors.
func Load(path string, opts parser.Options) (*Schema, diag.List) {
	return BuildParsed(parser.Parse(path, opts))
}

// BuildParsed builds a schema of a tree in which parser.Parse found diags. The
// result has these too; the Schema is nil if there are errors.
//
// What an error of the parser leaves out of the tree is known to be missing
// (parser.Tree.Broken), so that its uses are no further errors.
func BuildParsed(tree *parser.Tree, diags diag.List) (*Schema, diag.List) {
	if tree.PragmasLost {
		return nil, diags // which would permit what is an error without them
	}
	schema, more := Build(tree)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags
	}
	return schema, diags
}
