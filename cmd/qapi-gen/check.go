package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/check/commands"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/model"
)

// checkFlags are the flags that only check has.
type checkFlags struct {
	schemaFlags
	defineFlags
	serverFlags
	commandFlags
	progressFlags
	writeDefines string
	recording    string // of devices
}

const checkHelp = `check compares a server's reply to query-qmp-schema with its schema. It
compares the structure of types and ignores their names, which QEMU masks. It
reports a type that differs once, with its place in the schema. It
ignores types that no command and no event of the server uses.

check reads the reply from a file or from a running monitor. Or it starts a
COMMAND, asks its monitor, and then stops all processes of its group. It finds
the monitor of the command

  * at descriptor 3, if an argument has fd=3 (as in -chardev socket,fd=3), or if
    the command is qemu-system-* or qemu-storage-daemon and its arguments define
    no monitor; check then adds the options for one,
  * at a socket, if an argument has {socket}; check replaces that with the path
    where the command must listen,
  * on standard input and output otherwise.

If the command ends before it answers, the error says how. It shows the last
4 KiB that the command wrote to standard error.

With --commands, check also compares the reply to query-commands with the
introspection. Then it calls, without arguments, each listed command that has a
mandatory argument. A server must refuse such a call before it acts. If it
answers CommandNotFound, it lists a command that nobody serves. A server that
checks the arguments first gives another error, and a command without mandatory
arguments would act. check calls such a command only if --call names it; these
calls come last.

With --devices, and without SCHEMA, check compares the devices of a running QEMU
with a recording that devices record has made, by the rules of breaking.

With -D or --define-file, only these names are defined. Without them, check
finds the names for which the server matches the schema, or differs least from
it. It prints them as a file for --define-file, to standard output with the
text format or to the file of --write-defines. Comments in it list the names
that are not defined, those that another name could replace, and those that
make no difference. The search for the names ends with --timeout, or after a
number of steps that takes a few seconds. Then check uses the best names that
it has found, prints a warning, and lists the names that are not certain.

Differences go to standard error as text, and to standard output in the other
formats. The exit status is 1 if there are any, and 3 if the server does not
answer or the schema has errors.`

func newCheck() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check SCHEMA {--introspection FILE|--socket ADDRESS|-- COMMAND...}",
		Short: "Compare a server with its schema",
		Long:  checkHelp,
		Example: `  qapi-gen check qapi/vmm.json --socket unix:/run/vm.sock
  qapi-gen check qapi/vmm.json -- build/vmm --qmp unix:{socket}
  qapi-gen check qapi-schema.json -- qemu-system-x86_64 -M none -display none
  qapi-gen check --commands --call query-status a.json --socket ./vm.sock
  qapi-gen check --define-file config-host.h --introspection reply.json a.json
  qapi-gen check --format github qapi/vmm.json --introspection - < reply.json
  qapi-gen check --devices x86_64.json -- qemu-system-x86_64`,
		ValidArgsFunction: completeSchema,
		Args: func(cmd *cobra.Command, args []string) error {
			schemas, command := cli.SplitCommand(cmd, args)
			if flags.recording != "" {
				return flags.oneQEMU(cmd, schemas, command)
			}
			if err := oneSchema(cmd, schemas); err != nil {
				return err
			}
			return flags.oneServer(cmd, schemas[0], command)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			schemas, command := cli.SplitCommand(cmd, args)
			if flags.recording != "" {
				return flags.runDevices(cmd, command)
			}
			return flags.run(cmd, schemas[0], command)
		},
	}
	flags.schemaFlags.register(cmd)
	flags.defineFlags.register(cmd)
	flags.serverFlags.register(cmd)
	flags.commandFlags.register(cmd)
	flags.progressFlags.register(cmd, "do not print what is being done, and the summary at the end")
	cmd.Flags().StringVar(&flags.writeDefines, "write-defines", "", "write the names found to `FILE`, whatever the format")
	cmd.Flags().StringVar(&flags.recording, "devices", "", "compare the devices of a QEMU with those recorded in `FILE`")
	cli.CompleteFile(cmd, "write-defines")
	cli.CompleteFile(cmd, "devices", "json")
	return cmd
}

// oneServer returns an error unless the command line names exactly one server.
func (f *checkFlags) oneServer(cmd *cobra.Command, schema string, command []string) error {
	given := f.given()
	if len(command) > 0 {
		given = append(given, "--")
	}
	if err := checkSchemaArg(cmd, schema); err != nil {
		return err
	}
	switch {
	case len(given) == 0:
		return cli.Usagef(cmd, "a server is missing: --introspection FILE, --socket ADDRESS, or -- COMMAND")
	case len(given) > 1:
		return cli.Usagef(cmd, "%s are given, and check compares with one server", strings.Join(given, " and "))
	case f.file == cli.StdinPath && schema == cli.StdinPath:
		return cli.Usagef(cmd, "SCHEMA and --introspection are both to be read from standard input")
	case f.file != "" && f.wanted():
		return cli.Usagef(cmd, "--commands and --call need a running server: --socket ADDRESS, or -- COMMAND")
	case f.writeDefines != "" && (len(f.names) > 0 || len(f.files) > 0):
		return cli.Usagef(cmd, "--write-defines writes the names worked out, but -D or --define-file gives them")
	default:
		return nil
	}
}

func (f *checkFlags) run(cmd *cobra.Command, path string, command []string) error {
	conds, err := f.conditions(cmd)
	if err != nil {
		return err
	}
	f.begin(cmd, "reading "+path)
	defer f.end()
	schema, diags := f.check(path, conds)
	if schema != nil && f.file == "" {
		diags = append(diags, undeclared(path, schema)...)
		diags = append(diags, f.possible(path, schema)...)
	}
	if diags.HasErrors() {
		f.end()
		return f.say(cmd, diags)
	}
	ctx, stop := f.context()
	defer stop()
	var served commands.Result
	f.line.Say(f.waiting(command))
	index, err := f.index(ctx, cmd, command, f.asker(schema, &served))
	if err != nil {
		return err
	}
	f.line.Say("finding the conditions for which server and schema match")
	result, err := check.Check(ctx, schema, index, conds.defined())
	f.end()
	if errors.Is(ctx.Err(), context.Canceled) {
		return cli.Unknown(fmt.Errorf("check came to no end: %w", err))
	}
	if err != nil {
		return err
	}
	diags = append(diags, leftOpen(result.Conditions)...)
	if err := f.writeConditions(cmd.OutOrStdout(), result.Conditions, schema); err != nil {
		return err
	}
	result.Differences = append(result.Differences, served.Differences...)
	failed := cli.Negative(f.say(cmd, append(diags, result.Differences...)))
	if f.format.Value() == diag.Text && !f.quiet {
		cli.Complainf(cmd.ErrOrStderr(), "%s\n", summary(result, served.Called))
	}
	return failed
}

// leftOpen warns about names that check could not determine.
func leftOpen(c *check.Conditions) (diags diag.List) {
	if c == nil || len(c.Open) == 0 {
		return nil
	}
	d := diags.Errorf(diag.Pos{}, diag.Pos{}, "which names were defined is not certain: the search for the fewest differences "+
		"came to no end, and leaves %s open; name those that are defined with -D or --define-file", cli.Plural(len(c.Open), "name"))
	d.Severity = diag.Warning
	d.Note(diag.Pos{}, "open: %s", strings.Join(c.Open, ", "))
	return diags
}

// say writes diagnostics, and returns cli.ErrReported if one is an error.
func (f *checkFlags) say(cmd *cobra.Command, diags diag.List) error {
	if f.format.Value() != diag.Text {
		return f.render(cmd.OutOrStdout(), diags)
	}
	if err := diag.RenderLines(cli.Coloured(cmd.ErrOrStderr()), diags); err != nil {
		return err
	}
	if diags.HasErrors() {
		return cli.ErrReported
	}
	return nil
}

// writeConditions writes the conditions that check has determined to the file
// of --write-defines, or to standard output with the text format. It writes
// nothing there if the schema has no conditions.
func (f *checkFlags) writeConditions(stdout io.Writer, c *check.Conditions, schema *model.Schema) error {
	switch {
	case c == nil:
		return nil
	case f.writeDefines != "":
		var text strings.Builder
		if err := c.Write(&text); err != nil {
			return err
		}
		return os.WriteFile(f.writeDefines, []byte(text.String()), 0o666)
	case f.format.Value() == diag.Text && len(schema.ConditionNames()) > 0:
		return c.Write(stdout)
	default:
		return nil
	}
}

func summary(r *check.Result, called int) string {
	compared := fmt.Sprintf("%s, %s and %s compared", cli.Plural(r.Commands, "command"), cli.Plural(r.Events, "event"), cli.Plural(r.Types, "type"))
	if called > 0 {
		compared += fmt.Sprintf(", %s called", cli.Plural(called, "command"))
	}
	if len(r.Differences) == 0 {
		return "the server matches the schema: " + compared
	}
	return cli.Plural(len(r.Differences), "difference") + ": " + compared
}
