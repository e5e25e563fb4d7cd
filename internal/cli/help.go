package cli

import "github.com/spf13/cobra"

// HelpTemplate starts with the usage, because most readers look for it, and has
// lines of at most 80 columns.
const HelpTemplate = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} [command]{{else}}{{.UseLine}}{{end}}

{{or .Long .Short | trimTrailingWhitespaces}}
{{if .HasAvailableSubCommands}}
Available Commands:
{{range .Commands}}{{if .IsAvailableCommand}}  {{rpad .Name .NamePadding}}  {{.Short}}
{{end}}{{end}}{{end}}{{if .HasExample}}
Examples:
{{.Example}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsagesWrapped 80 | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableSubCommands}}
Use "{{.CommandPath}} [command] --help" for more about a command.
{{end}}`

// CompleteFile completes a flag with the names of files.
func CompleteFile(cmd *cobra.Command, flag string, extensions ...string) {
	if err := cmd.MarkFlagFilename(flag, extensions...); err != nil {
		panic(err) // the flag exists
	}
}

// CompleteNothing prevents the completion of a flag with the names of files.
func CompleteNothing(cmd *cobra.Command, flag string) {
	CompleteBy(cmd, flag, cobra.NoFileCompletions)
}

// CompleteWords completes a flag with words.
func CompleteWords(cmd *cobra.Command, flag string, words []string) {
	CompleteBy(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// CompleteBy completes a flag with the results of a function.
func CompleteBy(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the flag exists
	}
}
