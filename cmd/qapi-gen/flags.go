package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/qapi-go/qapi-gen/diag"
)

// flagError turns an error in flags into a usageError. For an unknown flag it
// suggests the nearest one.
func flagError(cmd *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), "unknown flag: --")
	if !ok {
		return usagef(cmd, "%v", err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	suggestion := ""
	if near := diag.Nearest(name, names); near != "" {
		suggestion = "; did you mean --" + near + "?"
	}
	return usagef(cmd, "there is no flag --%s%s", name, suggestion)
}
