package model

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/parser"
)

// Load parses and builds the schema whose root file is at path. The Schema is
// nil if there are errors.
//
// Errors in documentation comments do not hide those of the model. Other
// errors of the parser do: what they leave out of the tree would be missing
// wherever it is used.
func Load(path string, opts parser.Options) (*Schema, diag.List) {
	tree, diags := parser.Parse(path, opts)
	if !tree.Whole {
		return nil, diags
	}
	schema, more := Build(tree)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags
	}
	return schema, diags
}
