package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// newMan writes the manual, for make man. The pages have the help texts.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:               "man DIR",
		Short:             "Write the manual pages to DIR",
		Hidden:            true,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return err
			}
			for _, c := range append([]*cobra.Command{cmd.Root()}, cmd.Root().Commands()...) {
				if c.HasParent() && !c.IsAvailableCommand() {
					continue
				}
				file := filepath.Join(args[0], pageName(c)+".1")
				if err := os.WriteFile(file, []byte(manPage(c)), 0o666); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manPage returns the page of a command in the macros of man(7). It has no
// date, so that the same program writes the same bytes.
func manPage(cmd *cobra.Command) string {
	cmd.InitDefaultHelpFlag()
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" qapi-gen\n", strings.ToUpper(roff(pageName(cmd))))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(pageName(cmd)), roff(cmd.Short))
	usage := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		usage = cmd.CommandPath() + " COMMAND"
	}
	fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", roff(usage))
	// Lists in the help are laid out by hand.
	literal := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, ".SH %s\n.nf\n%s\n.fi\n", title, roff(strings.TrimRight(text, "\n")))
		}
	}
	literal("DESCRIPTION", cmd.Long)
	literal("OPTIONS", cmd.LocalFlags().FlagUsagesWrapped(72))
	literal("EXAMPLES", cmd.Example)
	if !cmd.HasParent() {
		var pages []string
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				pages = append(pages, pageName(c)+"(1)")
			}
		}
		fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", roff(strings.Join(pages, ", ")))
	}
	return b.String()
}

// roff escapes text: hyphens stay hyphens, and no line is a request.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
