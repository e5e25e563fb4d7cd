package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/cmd/qapi-gen/monitor"
	"github.com/qapi-go/qapi-gen/internal/cli"
)

// run runs the program and returns its exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)

	return cli.Finish(stderr, root.Execute())
}

const rootHelp = `qapi-gen reads QAPI schemas, the language in which QEMU describes its monitor
protocol QMP, and writes Go packages with their types, client, server and
introspection.

SCHEMA is the file of a schema's root module. With - it is read from standard
input as the module <stdin>, and its includes are relative to the working
directory.

Results go to standard output, messages to standard error. The exit status is

  0  for success
  1  for an error in the input, or a package that is out of date; in check,
     query and breaking only for a negative answer: the server differs, lacks
     a capability, or a change breaks clients
  2  for a wrong command line
  3  if check, query or breaking could not find the answer: the server cannot
     be reached, does not reply in time or ends, a file has errors, or the
     command was interrupted; also if generate was interrupted

Documentation, at https://github.com/qapi-go/qapi-gen/blob/main/docs/:

  qemu.md            control QEMU from Go
  vmm.md             offer QMP from a virtual machine monitor in Go
  language.md        the schema language, with the Go and the JSON
  command-line.md    qapi-gen in a repository and in CI
  devices.md         QEMU's devices as Go types
  monitor.md         talk to a monitor
  cli.md             these help texts
  generated-code.md  the generated package
  protocol.md        what client and server do on the wire
  compatibility.md   the compatibility rules of breaking
  doc-questions.md   questions about QMP that the site of doc answers
  editions.md        QEMU's releases and their schema language
  runtime.md         how client and server work inside
  api.md             the exported names of the runtime
  performance.md     what was measured, and how`

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "qapi-gen",
		Short: "Generate Go from QAPI schemas",
		Long:  rootHelp,
		Example: `  qapi-gen generate -o vmm qapi/vmm.json
  qapi-gen validate qapi/vmm.json
  qapi-gen introspect qapi/vmm.json`,
		Version:               version(),
		DisableFlagsInUseLine: true,
		SilenceErrors:         true,
		SilenceUsage:          true,
	}
	needCommand(root)
	root.SetHelpTemplate(cli.HelpTemplate)
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetFlagErrorFunc(cli.FlagError)
	root.AddCommand(subcommands()...)
	for _, cmd := range root.Commands() {
		cmd.DisableFlagsInUseLine = true // "[flags]" says nothing
	}

	root.SetHelpCommand(newHelp())
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		needCommand(completion)
	}
	return root
}

// needCommand makes a missing or unknown subcommand of cmd an error. Cobra would print
// the help and succeed.
func needCommand(cmd *cobra.Command) {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return noCommand(cmd, args[0])
		}
		return nil
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return cli.Usagef(cmd, "a command is missing:\n%s", commandList(cmd))
	}
}

// commandList has a line for each subcommand.
func commandList(cmd *cobra.Command) string {
	var b strings.Builder
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			fmt.Fprintf(&b, "  %-*s  %s\n", cmd.Commands()[0].NamePadding(), c.Name(), c.Short)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func noCommand(cmd *cobra.Command, word string) error {
	return cli.Usagef(cmd, "there is no command %q%s", word, suggestion(cmd, word))
}

func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return noCommand(about, rest[0])
			}
			return about.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if len(args) == 0 {
				for _, c := range cmd.Root().Commands() {
					if c.IsAvailableCommand() {
						names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
					}
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func suggestion(cmd *cobra.Command, word string) string {
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return fmt.Sprintf("; did you mean %q?", near[0])
	}
	return ""
}

// oneSchema requires exactly one argument.
func oneSchema(cmd *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return cli.Usagef(cmd, "SCHEMA is missing: the file of the schema's root module")
	case 1:
		return nil
	default:
		return cli.Usagef(cmd, "%d schemas are given, and %s takes one", len(args), cmd.Name())
	}
}

// completeSchema completes arguments with the names of JSON files.
func completeSchema(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
}

// subcommands are listed by help in this order.
func subcommands() []*cobra.Command {
	return []*cobra.Command{
		newInit(), newGenerate(), newValidate(), newIntrospect(), newModel(), newDoc(),
		cli.Answers(newCheck()), cli.Answers(newQuery()), cli.Answers(newBreaking()),
		cli.Answers(monitor.NewCall()), cli.Answers(monitor.NewEvents()), monitor.NewShell(), newDevices(), newVersion(), newMan(),
	}
}
