package main

import (
	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/gen"
)

func newIntrospect() *cobra.Command {
	var (
		flags   schemaFlags
		defines defineFlags
		unmask  bool
	)
	cmd := &cobra.Command{
		Use:   "introspect SCHEMA",
		Short: "Print the reply to query-qmp-schema",
		Long: `introspect prints the array that a server of this schema returns for
query-qmp-schema, one entry a line. It is the array that QEMU's generator
makes: the same entries in the same order, and the same numbers in place of the
names of types.

With -D or --define-file, the array lacks the parts of the schema whose
condition is false, as in a binary that was built with only these names
defined. Diagnostics go to standard error in every format.`,
		Example: `  qapi-gen introspect qapi/vmm.json
  qapi-gen introspect --unmask qapi/vmm.json | jq '.[].name'
  qapi-gen introspect --define-file build/config-host.h qapi/vmm.json`,
		ValidArgsFunction: completeSchema,
		Args:              oneSchema,
		RunE: func(cmd *cobra.Command, args []string) error {
			conds, err := defines.conditions(cmd)
			if err != nil {
				return err
			}
			schema, diags := flags.check(args[0], conds)
			if err := flags.report(cmd.ErrOrStderr(), diags); err != nil {
				return err
			}
			text, err := gen.Introspection(schema, conds.defined(), unmask).Lines()
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	flags.register(cmd)
	defines.register(cmd)
	cmd.Flags().BoolVar(&unmask, "unmask", false, "print the names of types instead of numbers")
	return cmd
}
