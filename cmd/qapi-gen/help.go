package main

import "github.com/spf13/cobra"

// helpTemplate starts with the usage, because most readers look for it, and has
// lines of at most 80 columns.
const helpTemplate = `Usage:
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

// completeFile completes a flag with the names of files.
func completeFile(cmd *cobra.Command, flag string, extensions ...string) {
	if err := cmd.MarkFlagFilename(flag, extensions...); err != nil {
		panic(err) // the flag exists
	}
}

// completeNothing prevents the completion of a flag with the names of files.
func completeNothing(cmd *cobra.Command, flag string) {
	completeBy(cmd, flag, cobra.NoFileCompletions)
}

// completeWords completes a flag with words.
func completeWords(cmd *cobra.Command, flag string, words []string) {
	completeBy(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// completeBy completes a flag with the results of a function.
func completeBy(cmd *cobra.Command, flag string, complete cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the flag exists
	}
}
