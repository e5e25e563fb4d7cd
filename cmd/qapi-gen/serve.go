package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/site/preview"
)

// serve shows the site of the schema at a path until a signal comes.
func (f *docFlags) serve(cmd *cobra.Command, path string) error {
	switch {
	case f.output != "" || f.site.Single || f.checkOnly:
		return cli.Usagef(cmd, "--serve writes nothing, and so goes without -o, --single and --check")
	case path == cli.StdinPath:
		return cli.Usagef(cmd, "--serve looks at the files of SCHEMA, and standard input is none")
	}
	conds, err := f.conditions(cmd)
	if err != nil {
		return err
	}
	ctx, stop := cli.UntilSignalled()
	defer stop()
	listener, host, url, err := preview.Listen(ctx, f.address)
	if err != nil {
		return cli.Usagef(cmd, "--serve: %v", err)
	}
	f.layout = true // as validate does
	shown := false
	server := preview.Server{
		Host: host,
		Build: func(_ context.Context, inputs *preview.Inputs) preview.Result {
			return f.preview(path, conds, inputs)
		},
		Report: func(r preview.Result) {
			_ = f.report(cmd.ErrOrStderr(), r.Diagnostics) // whether there are errors does not matter here
			if !shown {
				cli.Complainf(cmd.ErrOrStderr(), "the site is at %s until you press Ctrl-C\n", url)
				shown = true
			}
		},
	}
	return server.Serve(ctx, listener)
}

// preview makes the site once. A failure is an error of the schema there: the
// next change may put it right.
func (f *docFlags) preview(path string, conds *conditions, inputs *preview.Inputs) preview.Result {
	inputs.Note(path)
	for _, recording := range f.recordings {
		inputs.Note(recording)
	}
	f.readFile = func(name string) ([]byte, error) {
		inputs.Note(name)
		return readfile.File(name, parser.MaxFileSize)
	}
	files, diags, err := f.build(path, conds)
	if err != nil {
		diags.Errorf(diag.Pos{}, diag.Pos{}, "%v", err)
	}
	r := preview.Result{Diagnostics: diags}
	if !diags.HasErrors() {
		r.Files = make(map[string][]byte, len(files))
		for _, file := range files {
			r.Files[filepath.ToSlash(file.Name)] = file.Content
		}
	}
	return r
}
