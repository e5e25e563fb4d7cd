package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/outdir"
	"github.com/qapi-go/qapi-gen/internal/shellword"
	"github.com/qapi-go/qapi-gen/internal/stale"
	"github.com/qapi-go/qapi-gen/internal/terminal"
)

// write writes the files of a folder, or with checkOnly reports the difference. what is
// the name of the files together, such as "site". path is the schema's.
func (f *progressFlags) write(
	cmd *cobra.Command, path string, dir *outdir.Dir, files []outdir.File, what string, checkOnly bool,
) (diag.List, []outdir.Change, error) {
	if checkOnly {
		differences, err := f.compare(cmd, path, dir, files, what)
		return differences, nil, err
	}
	ctx, stop := cli.UntilSignalled()
	defer stop()
	f.line.Say("writing " + dir.Path)
	changes, err := dir.Write(ctx, files)
	f.end()
	if err != nil && ctx.Err() != nil {
		err = cli.Unknown(err)
	}
	if err == nil && !f.quiet && terminal.Is(cmd.ErrOrStderr()) {
		cli.Complainf(cmd.ErrOrStderr(), "%s\n", written(dir.Path, len(files), changes))
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
	differences, err := stale.Report(cmd.OutOrStdout(), cmd.Name(), what, dir.Path, len(files), changes)
	if len(differences) > 0 {
		differences[len(differences)-1].Note(diag.Pos{}, "run: %s", updateLine(cmd, path))
	}
	return differences, err
}

// written describes what generate did.
func written(dir string, files int, changes []outdir.Change) string {
	if len(changes) == 0 {
		return fmt.Sprintf("%s is up to date: %s", dir, cli.Plural(files, "file"))
	}
	wrote, removed := 0, 0
	for _, c := range changes {
		if c.New != nil {
			wrote++
		} else {
			removed++
		}
	}
	text := fmt.Sprintf("wrote %d of %s to %s", wrote, cli.Plural(files, "file"), dir)
	if removed > 0 {
		text += fmt.Sprintf(", removed %d", removed)
	}
	return text
}

// updateLine returns the command line that writes the files that --check
// compares.
func updateLine(cmd *cobra.Command, schema string) string {
	words := strings.Fields(cmd.CommandPath())
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch list, isList := f.Value.(pflag.SliceValue); {
		case f.Name == "check" || f.Name == "format" || f.Name == "verbose":
		case isList:
			for _, value := range list.GetSlice() {
				words = append(words, "--"+f.Name, value)
			}
		case f.NoOptDefVal != "":
			words = append(words, "--"+f.Name+"="+f.Value.String())
		default:
			words = append(words, "--"+f.Name, f.Value.String())
		}
	})
	return shellword.Join(append(words, schema))
}
