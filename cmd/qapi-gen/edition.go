package main

import (
	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/parser"
)

// An editionFlag is the value of --edition and similar flags.
type editionFlag struct{ value edition.Edition }

func (f *editionFlag) register(cmd *cobra.Command, name, usage string) {
	cmd.Flags().Var(f, name, usage)
	names := []string{edition.Auto.String()}
	for _, e := range edition.Releases() {
		names = append(names, e.String())
	}
	cli.CompleteWords(cmd, name, names)
}

// String, Set and Type implement pflag.Value.
func (f *editionFlag) String() string { return f.value.String() }

// Set parses the number of a release, or auto.
func (f *editionFlag) Set(text string) (err error) {
	f.value, err = edition.Parse(text)
	return err
}

// Type returns the name of the value in a usage text that has none.
func (*editionFlag) Type() string { return "version" }

// editionNotice reports which edition's rules apply to a schema, and why.
func editionNotice(tree *parser.Tree) (diags diag.List) {
	root := tree.Files[0].Source.At(0)
	d := diags.Errorf(root, root, "this schema is judged by the rules of QEMU %s", tree.Edition)
	d.Severity = diag.Notice
	if e := tree.Evidence; e != nil {
		d.Note(e.Pos, "newer releases lack %s", e.Construct.Row().Name)
	}
	return diags
}
