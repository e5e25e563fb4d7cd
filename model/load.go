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

// BuildParsed builds the schema of a tree for which parser.Parse returned diags. The
// list that it returns starts with diags. The Schema is nil if there are errors.
//
// References to definitions that the tree lacks because of syntax errors
// (parser.Tree.Broken) are no errors.
func BuildParsed(tree *parser.Tree, diags diag.List) (*Schema, diag.List) {
	if tree.PragmasLost {
		return nil, diags // a lost pragma may permit what would be an error now
	}
	schema, more := Build(tree)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags
	}
	return schema, diags
}
