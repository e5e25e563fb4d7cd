package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// ManName returns the name of the manual page of a command.
func ManName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// Listed returns root and the commands below it that help lists, without those that
// print completion scripts.
func Listed(root *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{root}
	for _, c := range root.Commands() {
		switch {
		case !c.IsAvailableCommand():
		case c.Name() == "completion":
			all = append(all, c)
		default:
			all = append(all, Listed(c)...)
		}
	}
	return all
}

// ManPage returns the page of a command in the macros of man(7). It has no
// date, so that the same program writes the same bytes.
func ManPage(cmd *cobra.Command) string {
	cmd.InitDefaultHelpFlag()
	var b strings.Builder
	fmt.Fprintf(&b, ".TH %s 1 \"\" qapi-gen\n", strings.ToUpper(Roff(ManName(cmd))))
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", Roff(ManName(cmd)), Roff(cmd.Short))
	usage := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		usage = cmd.CommandPath() + " COMMAND"
	}
	fmt.Fprintf(&b, ".SH SYNOPSIS\n%s\n", Roff(usage))
	// Lists in the help are laid out by hand.
	literal := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, ".SH %s\n.nf\n%s\n.fi\n", title, Roff(strings.TrimRight(text, "\n")))
		}
	}
	literal("DESCRIPTION", cmd.Long)
	literal("OPTIONS", cmd.LocalFlags().FlagUsagesWrapped(72))
	literal("EXAMPLES", cmd.Example)
	if !cmd.HasParent() {
		var pages []string
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				pages = append(pages, ManName(c)+"(1)")
			}
		}
		fmt.Fprintf(&b, ".SH SEE ALSO\n%s\n", Roff(strings.Join(pages, ", ")))
	}
	return b.String()
}

// Roff escapes text for the pages: hyphens stay hyphens, and no line is a request.
func Roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
