package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/check"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
)

// checkFlags are those of check alone.
type checkFlags struct {
	schemaFlags
	defineFlags
	serverFlags
	writeDefines string
}

func newCheck() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check SCHEMA (--introspection FILE | --socket ADDRESS | -- COMMAND ARG...)",
		Short: "Say where a server does not match its schema",
		Long: `check compares what a server answers to query-qmp-schema with its schema, by
structure: the names of types, which QEMU masks, don't count. A type that
differs is said once, with its place in the schema.

The answer is read from a file, asked of a monitor that runs, or of a COMMAND
that check starts, and stops with all processes of its group. The command's
monitor is

  * at descriptor 3 if its arguments have fd=3 (as in -chardev socket,fd=3), or
    if it is qemu-system-* or qemu-storage-daemon and its arguments give no
    monitor; check then adds the options for one,
  * at a socket if its arguments have {socket}, which check replaces with the
    path for the command to listen at,
  * on standard input and output of any other command.

What the command writes to standard error is shown if it fails.

With -D or --define-file, the schema is that with these names defined and no
others. Without them check works out which names were defined for the server:
those under which it matches the schema, or under which the fewest
differences remain. It writes them as a file for --define-file, with comments
that say which names were not defined, which could be in another's place, and
which don't matter: to standard output with the text format, or to the file of
--write-defines.

As text, differences go to standard error; in the formats made for machines
they go to standard output. The exit status is 1 if there are any.`,
		Example: `  qapi-gen check qapi/vmm.json --socket unix:/run/vm.sock
  qapi-gen check qapi/vmm.json -- build/vmm --qmp unix:{socket}
  qapi-gen check qapi/qapi-schema.json -- qemu-system-x86_64 -M none -nodefaults -display none
  qapi-gen check --define-file build/config-host.h --introspection reply.json qapi/qapi-schema.json
  qapi-gen check --format github qapi/vmm.json --introspection - < reply.json`,
		ValidArgsFunction: completeSchema,
		Args: func(cmd *cobra.Command, args []string) error {
			schemas, command := splitCommand(cmd, args)
			if err := oneSchema(cmd, schemas); err != nil {
				return err
			}
			return flags.oneServer(cmd, schemas[0], command)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			schemas, command := splitCommand(cmd, args)
			return flags.run(cmd, schemas[0], command)
		},
	}
	flags.schemaFlags.register(cmd)
	flags.defineFlags.register(cmd)
	flags.serverFlags.register(cmd)
	cmd.Flags().StringVar(&flags.writeDefines, "write-defines", "", "write the names worked out to `FILE`, in any format")
	return cmd
}

// splitCommand parts the arguments from the command behind --, nil without.
func splitCommand(cmd *cobra.Command, args []string) (before, command []string) {
	dash := cmd.ArgsLenAtDash()
	if dash < 0 {
		return args, nil
	}
	return args[:dash], args[dash:]
}

// oneServer makes check take exactly one of the ways to reach a server.
func (f *checkFlags) oneServer(cmd *cobra.Command, schema string, command []string) error {
	given := f.given()
	if len(command) > 0 {
		given = append(given, "--")
	}
	switch {
	case len(given) == 0:
		return usagef(cmd, "a server is missing: --introspection FILE, --socket ADDRESS, or -- COMMAND")
	case len(given) > 1:
		return usagef(cmd, "%s are given, and check compares with one server", strings.Join(given, " and "))
	case f.file == stdinPath && schema == stdinPath:
		return usagef(cmd, "SCHEMA and --introspection are both to be read from standard input")
	case f.writeDefines != "" && (len(f.names) > 0 || len(f.files) > 0):
		return usagef(cmd, "--write-defines writes the names worked out, but -D or --define-file gives them")
	default:
		return nil
	}
}

func (f *checkFlags) run(cmd *cobra.Command, path string, command []string) error {
	conds, err := f.conditions(cmd)
	if err != nil {
		return err
	}
	schema, diags := f.check(path, conds)
	if diags.HasErrors() {
		return f.say(cmd, diags)
	}
	index, err := f.index(cmd, command)
	if err != nil {
		return err
	}
	result, err := check.Check(schema, index, conds.defined())
	if err != nil {
		return err
	}
	if err := f.writeConditions(cmd.OutOrStdout(), result.Conditions, schema); err != nil {
		return err
	}
	failed := f.say(cmd, append(diags, result.Differences...))
	if f.format.value() == diag.Text {
		complainf(cmd.ErrOrStderr(), "%s\n", summary(result))
	}
	return failed
}

// say writes diagnostics, and turns errors among them into errReported.
func (f *checkFlags) say(cmd *cobra.Command, diags diag.List) error {
	if f.format.value() != diag.Text {
		return f.render(cmd.OutOrStdout(), diags)
	}
	if err := diag.RenderLines(cmd.ErrOrStderr(), diags); err != nil {
		return err
	}
	if diags.HasErrors() {
		return errReported
	}
	return nil
}

// writeConditions writes the conditions worked out where they are wanted, if
// the schema has any.
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
	case f.format.value() == diag.Text && len(schema.ConditionNames()) > 0:
		return c.Write(stdout)
	default:
		return nil
	}
}

func summary(r *check.Result) string {
	compared := fmt.Sprintf("%s, %s and %s compared", plural(r.Commands, "command"), plural(r.Events, "event"), plural(r.Types, "type"))
	if len(r.Differences) == 0 {
		return "the server matches the schema: " + compared
	}
	return plural(len(r.Differences), "difference") + ": " + compared
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
