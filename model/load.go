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
// Errors in documentation comments do not hide those of the model. Other
// errors of the parser do: what they leave out of the tree would be missing
// wherever it is used.
func BuildParsed(tree *parser.Tree, diags diag.List) (*Schema, diag.List) {
	if !tree.Whole {
		return nil, diags
	}
	schema, more := Build(tree)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags
	}
	return schema, diags
}
