package main

import (
	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/terminal"
)

// progressFlags are those of commands that may take longer than a second. On a terminal
// they have a line that says what the command does.
type progressFlags struct {
	quiet bool
	line  *terminal.Progress // nil while there is none
}

func (f *progressFlags) register(cmd *cobra.Command, quiet string) {
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, quiet)
}

// begin starts the line. end must be called before anything is written to the terminal.
func (f *progressFlags) begin(cmd *cobra.Command, text string) {
	if !f.quiet {
		f.line = terminal.StartProgress(cmd.ErrOrStderr(), text)
	}
}

// wait says that another process writes to dir, to those without a progress line too:
// they would see nothing else.
func (f *progressFlags) wait(cmd *cobra.Command, dir string) {
	text := "waiting for another qapi-gen that writes to " + dir
	f.line.Say(text)
	if f.line == nil && !f.quiet {
		cli.Complainf(cmd.ErrOrStderr(), "%s\n", text)
	}
}

// end erases the line.
func (f *progressFlags) end() {
	f.line.Stop()
	f.line = nil
}
