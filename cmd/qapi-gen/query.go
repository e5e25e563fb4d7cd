package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/introspect"
)

// queryFlags are the flags that only query has.
type queryFlags struct {
	schemaFlags
	defineFlags
	serverFlags
	progressFlags
}

func newQuery() *cobra.Command {
	var flags queryFlags
	cmd := &cobra.Command{
		Use:   "query {SCHEMA | --introspection FILE | --socket ADDRESS} PATH...",
		Short: "Query the capabilities of a server or a schema",
		Long: `query prints a line for each PATH: the path, a tab, and yes or no. If an answer
is no, the exit status is 1, and standard error shows which step of the path
does not exist and which steps do. If the server does not answer, or SCHEMA has
errors, the exit status is 3.

A path starts with the name of a command or event. Each further step selects a
part of what the steps before it select:

  arg-type             the arguments of a command, the data of an event
  ret-type             the result of a command
  NAME                 a member
  *NAME                a member that is optional
  +NAME                a branch of a union
  ^NAME                a value of an enum
  $NAME                a feature of the part
  !NAME                the JSON type of a built-in type, as in introspection

A step that is applied to an array selects from its elements. An alternate has
the parts of all its alternatives. If a name itself starts with one of the
characters *+^$!, write a space before it. libvirt uses paths of this form.

SCHEMA may be a recording of devices. The paths are then

  DEVICE                 a device that a user can create, by name or alias
  DEVICE/NAME            a property that a user can set
  DEVICE/NAME/!TYPE      its type, such as uint16, boolean or string
  DEVICE/NAME/^VALUE     a value of its enum, if the enum's values are recorded

Without -D and --define-file, every condition of a SCHEMA is true.`,
		Example: `  qapi-gen query --socket ./vm.sock 'blockdev-add/arg-type/+file/aio'
  qapi-gen query --introspection reply.json 'block-commit/arg-type/*top'
  qapi-gen query qapi/vmm.json query-status/ret-type/running
  qapi-gen query x86_64.json virtio-net-pci/mq 'nvme/serial/!string'`,
		ValidArgsFunction: flags.complete,
		Args: func(cmd *cobra.Command, args []string) error {
			_, _, err := flags.split(cmd, args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			schema, paths, err := flags.split(cmd, args)
			if err != nil {
				return err
			}
			return flags.run(cmd, schema, paths)
		},
	}
	flags.schemaFlags.register(cmd)
	flags.defineFlags.register(cmd)
	flags.serverFlags.register(cmd)
	flags.progressFlags.register(cmd, "do not print what is being done, and where a path fails")
	return cmd
}

// split splits the arguments into the schema and the paths. schema is empty if
// a server is given.
func (f *queryFlags) split(cmd *cobra.Command, args []string) (schema string, paths []string, err error) {
	given := f.given()
	if len(given) > 1 {
		return "", nil, cli.Usagef(cmd, "%s are given, and query asks one server", strings.Join(given, " and "))
	}
	if len(given) == 0 {
		if len(args) == 0 {
			return "", nil, cli.Usagef(cmd, "what to ask is missing: SCHEMA, --introspection FILE, or --socket ADDRESS")
		}
		schema, args = args[0], args[1:]
		if err := checkSchemaArg(cmd, schema); err != nil {
			return "", nil, err
		}
	} else if len(f.names) > 0 || len(f.files) > 0 {
		return "", nil, cli.Usagef(cmd, "-D and --define-file are about a schema, and %s is given", given[0])
	}
	if len(args) == 0 {
		return "", nil, cli.Usagef(cmd, "PATH is missing, such as blockdev-add/arg-type/+file")
	}
	return schema, args, nil
}

func (f *queryFlags) run(cmd *cobra.Command, path string, paths []string) error {
	f.begin(cmd, "reading "+path)
	defer f.end()
	answer, err := f.answerer(cmd, path)
	f.end()
	if err != nil {
		return err
	}
	gaps := make([]string, len(paths))
	for i, p := range paths {
		if gaps[i], err = answer(p); err != nil {
			return cli.Usagef(cmd, "%v", err)
		}
	}
	failed := error(nil)
	for i, p := range paths {
		answer := "yes"
		if gaps[i] != "" {
			answer, failed = "no", cli.ErrNegative
			if !f.quiet {
				cli.ReportError(cmd.ErrOrStderr(), gaps[i])
			}
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\n", p, answer); err != nil {
			return err
		}
	}
	return failed
}

// answerer returns the function that answers a path: with nothing, or with where the
// path fails.
func (f *queryFlags) answerer(cmd *cobra.Command, path string) (func(path string) (gap string, err error), error) {
	if path != "" {
		r, err := f.recordingAt(path)
		if err != nil {
			return nil, err
		}
		if r != nil {
			set, _ := devices.Merge(r) // its warnings are for generate
			return set.Query, nil
		}
	}
	index, err := f.document(cmd, path)
	return func(path string) (string, error) {
		gap, err := index.Gap(path)
		if gap == nil || err != nil {
			return "", err
		}
		return lacking(gap), nil
	}, err
}

// lacking describes where a path fails and what exists instead: the step that
// may have been meant, or all steps if they are few.
func lacking(g *introspect.Gap) string {
	const few = 12
	suggestion := diag.Suggest(g.Step, g.Has)
	if g.Found == "" {
		return fmt.Sprintf("there is no command or event '%s'", g.Step) + suggestion
	}
	text := fmt.Sprintf("%s has no '%s'", g.Found, g.Step)
	if suggestion == "" && len(g.Has) > 0 && len(g.Has) <= few {
		return text + "; it has " + strings.Join(g.Has, ", ")
	}
	return text + suggestion
}

// document returns the document of the server or of the schema.
func (f *queryFlags) document(cmd *cobra.Command, path string) (*introspect.Index, error) {
	if path == "" {
		ctx, stop := f.context()
		defer stop()
		f.line.Say(f.waiting(nil))
		return f.index(ctx, cmd, nil, nil)
	}
	conds, err := f.conditions(cmd)
	if err != nil {
		return nil, err
	}
	schema, diags := f.check(path, conds)
	f.end()
	if err := f.report(cmd.ErrOrStderr(), diags); err != nil {
		return nil, err
	}
	return introspect.NewIndex(gen.Introspection(schema, conds.defined(), true))
}
