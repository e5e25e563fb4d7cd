package main

import (
	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/outdir"
	"github.com/qapi-go/qapi-gen/internal/terminal"
)

// write writes the files of a folder, or with only reports the difference, under the
// name of what the files are together. path is the schema's.
func (f *progressFlags) write(
	cmd *cobra.Command, path string, dir *outdir.Dir, files []outdir.File, what string, only bool,
) (diag.List, []outdir.Change, error) {
	if only {
		stale, err := f.compare(cmd, path, dir, files, what)
		return stale, nil, err
	}
	ctx, stop := untilSignalled()
	defer stop()
	f.line.Say("writing " + dir.Path)
	changes, err := dir.Write(ctx, files)
	f.end()
	if err != nil && ctx.Err() != nil {
		err = &unknownError{err}
	}
	if err == nil && !f.quiet && terminal.Is(cmd.ErrOrStderr()) {
		complainf(cmd.ErrOrStderr(), "%s\n", written(dir.Path, len(files), changes))
	}
	return nil, changes, err
}

// compare reports the difference between a folder and its files, and ends with the
// command line that writes them.
func (f *progressFlags) compare(cmd *cobra.Command, path string, dir *outdir.Dir, files []outdir.File, what string) (diag.List, error) {
	changes, err := dir.Compare(files)
	if err != nil {
		return nil, err
	}
	f.end()
	stale := noneThere(dir.Path, what)
	if !isAllNew(changes, len(files)) {
		stale, err = showStale(cmd.OutOrStdout(), cmd.Name(), dir.Path, changes)
	}
	if len(stale) > 0 {
		stale[len(stale)-1].Note(diag.Pos{}, "run: %s", updateLine(cmd, path))
	}
	return stale, err
}
