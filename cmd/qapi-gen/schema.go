package main

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// schemaFlags say how schemas are read and how what is wrong with them is said.
type schemaFlags struct {
	docRules choice[parser.DocRules]
	format   choice[diag.Format]
}

func (f *schemaFlags) register(cmd *cobra.Command) {
	f.docRules = newChoice(
		word[parser.DocRules]{"auto", parser.DocRulesAuto},
		word[parser.DocRules]{"7.2", parser.DocRules72},
		word[parser.DocRules]{"10.2", parser.DocRules102},
	)
	for _, format := range diag.Formats() {
		f.format.words = append(f.format.words, word[diag.Format]{string(format), format})
	}
	f.docRules.register(cmd, "doc-rules", "hold documentation comments to the rules of this QEMU `VERSION`")
	f.format.register(cmd, "format", "write diagnostics in this `FORMAT`")
}

// check reads and checks a schema, and conditions that are to hold in it. The
// schema is nil where there are errors, and else still the whole one.
func (f *schemaFlags) check(path string, conds *conditions) (*model.Schema, diag.List) {
	if diags := readable(path); diags != nil {
		return nil, diags
	}
	schema, diags := model.Load(path, parser.Options{DocRules: f.docRules.value()})
	if schema == nil {
		return nil, diags
	}
	return schema, append(diags, conds.unknown(schema)...)
}

// readable says what is wrong with the very file a user named.
func readable(path string) (diags diag.List) {
	nowhere := diag.Pos{}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		diags.Errorf(nowhere, nowhere, "there is no schema file %s", path)
	case err != nil:
		diags.Errorf(nowhere, nowhere, "the schema cannot be read: %v", err)
	case info.IsDir():
		diags.Errorf(nowhere, nowhere, "%s is a folder; name the file of the schema's root module in it", path)
	}
	return diags
}

// report writes diagnostics for commands that make something else, and turns
// errors among them into errReported. It is called once in a run, since each
// call writes a whole JSON document.
func (f *schemaFlags) report(stderr io.Writer, diags diag.List) error {
	if len(diags) == 0 {
		return nil
	}
	return f.render(stderr, diags)
}

func (f *schemaFlags) render(w io.Writer, diags diag.List) error {
	if err := diag.Render(w, diags, f.format.value()); err != nil {
		return err
	}
	if diags.HasErrors() {
		return errReported
	}
	return nil
}
