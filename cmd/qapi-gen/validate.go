package main

import (
	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
)

func newValidate() *cobra.Command {
	var (
		flags  schemaFlags
		strict bool
	)
	cmd := &cobra.Command{
		Use:   "validate SCHEMA...",
		Short: "Check schemas for errors",
		Long: `validate reads each SCHEMA and the files that it includes, and reports all
errors. QEMU's own front end stops at the first of them.

A diagnostic begins with PATH:LINE:COL: error: MESSAGE; its notes follow,
indented. Text goes to standard error. The formats json and github (annotations
of a workflow) go to standard output, because other programs read them.`,
		Example: `  qapi-gen validate qapi/vmm.json
  qapi-gen validate --format github qapi/*.json
  qapi-gen validate --edition 7.2 old/qapi-schema.json`,
		ValidArgsFunction: completeSchema,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return oneSchema(cmd, args)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, schemas []string) error {
			var all diag.List
			flags.layout = true
			for _, path := range schemas {
				_, diags := flags.check(path, nil)
				all = append(all, diags...)
			}
			if strict {
				for i := range all {
					if all[i].Severity == diag.Warning {
						all[i].Severity = diag.Error
					}
				}
			}
			if flags.format.Value() == diag.Text {
				return flags.render(cmd.ErrOrStderr(), all)
			}
			return flags.render(cmd.OutOrStdout(), all)
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&strict, "strict", false, "treat warnings as errors")
	return cmd
}
