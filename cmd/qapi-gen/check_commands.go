package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/check/commands"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// commandFlags say which commands check calls.
type commandFlags struct {
	list  bool
	named []string
}

func (f *commandFlags) register(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.list, "commands", false, "compare the reply to query-commands too, and call commands without the arguments that they need")
	cmd.Flags().StringArrayVar(&f.named, "call", nil, "call the command `NAME` too, without arguments; may be repeated, and implies --commands")
	cli.CompleteBy(cmd, "call", completeCommand)
}

// wanted reports whether the server is to be asked for its commands.
func (f *commandFlags) wanted() bool { return f.list || len(f.named) > 0 }

// possible returns errors if a schema has no list of commands, or not the named ones.
func (f *commandFlags) possible(path string, schema *model.Schema) diag.List {
	if !f.wanted() {
		return nil
	}
	return append(commands.Undeclared(path, schema), commands.Callable(schema, f.named)...)
}

// asker is what to ask a running server besides its introspection: nil if nothing. It
// puts what it finds into result.
func (f *commandFlags) asker(schema *model.Schema, result *commands.Result) func(context.Context, *qmp.Conn, *introspect.Index) error {
	if !f.wanted() {
		return nil
	}
	return func(ctx context.Context, conn *qmp.Conn, index *introspect.Index) error {
		found, err := commands.Check(ctx, conn, schema, index, f.named)
		if err == nil {
			*result = *found
		}
		return err
	}
}

// completeCommand completes with the commands of the schema on the command line.
func completeCommand(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 || args[0] == cli.StdinPath {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	schema, _ := (&schemaFlags{}).check(args[0], nil)
	if schema == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return commands.Names(schema), cobra.ShellCompDirectiveNoFileComp
}
