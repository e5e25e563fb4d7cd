package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/model"
)

// againstFlags are --against and --release: the releases that a reference
// compares.
type againstFlags struct {
	older []string
	label string
}

func (f *againstFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.older, "against", nil,
		"compare with the older release in the file `OLD`, or LABEL=OLD (repeatable)")
	cmd.Flags().StringVar(&f.label, "release", "", "call SCHEMA's own release `LABEL` beside those of --against")
	cli.CompleteFile(cmd, "against")
	cli.CompleteNothing(cmd, "release")
}

// checkReleases checks the flags. It does not read the files.
func (f *againstFlags) checkReleases(cmd *cobra.Command) error {
	if f.label != "" && len(f.older) == 0 {
		return cli.Usagef(cmd, "--release is about the releases of --against, and there are none")
	}
	for _, name := range f.older {
		if label, path := history.Split(name); label == "" || path == "" || path == cli.StdinPath {
			return cli.Usagef(cmd, "--against %s: a file, or LABEL=FILE, is expected", name)
		}
	}
	return nil
}

// history compares the schema at a path with the older releases. It is nil if
// none are given, or if the list has errors.
func (f *againstFlags) history(path string, newest *model.Schema, conds *conditions) (*history.History, diag.List, error) {
	if len(f.older) == 0 {
		return nil, nil, nil
	}
	var older []history.Release
	var diags diag.List
	for _, name := range f.older {
		release, more, err := history.Load(name, conds.defined())
		if err != nil {
			return nil, nil, fmt.Errorf("--against %s: %w", name, err)
		}
		older, diags = append(older, release), append(diags, more...)
	}
	if diags.HasErrors() {
		return nil, diags, nil
	}
	history.Sort(older)
	release, err := history.Schema(cmp.Or(f.label, history.LabelOf(path)), newest, conds != nil)
	if err != nil {
		return nil, nil, err
	}
	ctx, stop := cli.UntilSignalled()
	defer stop()
	h, err := history.New(ctx, release, older)
	if err != nil && ctx.Err() != nil {
		err = cli.Unknown(fmt.Errorf("the comparison of releases came to no end: %w", err))
	}
	return h, nil, err
}
