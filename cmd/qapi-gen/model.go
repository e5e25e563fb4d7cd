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
		Short: "Print the checked schema as JSON",
		Long: `model prints the schema as qapi-gen reads it: the modules, and the definitions
in schema order. Each definition has its place, all its flags, its features and
its conditions. Types, conditions and arguments have the form of the schema
language.

With -D or --define-file, parts whose condition is false are left out.
Diagnostics go to standard error in every format.`,
		Example: `  qapi-gen model qapi/vmm.json | jq '.definitions[].name'
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
