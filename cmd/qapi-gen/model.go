package main

import (
	"encoding/json"

	"github.com/spf13/cobra"
)

func newModel() *cobra.Command {
	var (
		flags   schemaFlags
		defines defineFlags
	)
	cmd := &cobra.Command{
		Use:   "model SCHEMA",
		Short: "Write the checked schema as JSON",
		Long: `model writes, to standard output, the schema as qapi-gen understands it: its
modules, and its definitions in schema order, each with its place, its flags
with their defaults filled in, its features and conditions. Types, conditions
and arguments are written as the schema's language does.

With -D or --define-file, what has a condition that is false is left out.
Diagnostics go to standard error in every format.`,
		Example: `  qapi-gen model qapi/vmm.json | jq '.definitions[] | select(.["allow-oob"]).name'
  qapi-gen model -D CONFIG_LINUX qapi/vmm.json`,
		ValidArgsFunction: completeSchema,
		Args:              oneSchema,
		RunE: func(cmd *cobra.Command, args []string) error {
			conds, err := defines.conditions(cmd)
			if err != nil {
				return err
			}
			whole, diags := flags.check(args[0], conds)
			schema, more := conds.configure(whole)
			if err := flags.report(cmd.ErrOrStderr(), append(diags, more...)); err != nil {
				return err
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			out.SetIndent("", "  ")
			return out.Encode(schema)
		},
	}
	flags.register(cmd)
	defines.register(cmd)
	return cmd
}
