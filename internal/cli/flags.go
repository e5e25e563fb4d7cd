package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/qapi-go/qapi-gen/diag"
)

// FlagError turns an error in flags into a usageError. For an unknown flag it
// suggests the nearest one.
func FlagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var lacking *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return Usagef(cmd, "there is no flag -%s", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return Usagef(cmd, "there is no flag --%s%s", unknown.GetSpecifiedName(), nearFlag(cmd, unknown.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return Usagef(cmd, "--%s %s: %v", invalid.GetFlag().Name, invalid.GetValue(), valueError(invalid))
	case errors.As(err, &lacking):
		name, _ := pflag.UnquoteUsage(lacking.GetFlag())
		return Usagef(cmd, "--%s needs a value: --%s %s", lacking.GetFlag().Name, lacking.GetFlag().Name, name)
	default:
		return Usagef(cmd, "%v", err)
	}
}

// valueError returns the error of the value of a flag.
func valueError(err *pflag.InvalidValueError) error {
	if err.GetFlag().Value.Type() == "duration" {
		return errors.New("a time with its unit is expected, such as 10s or 500ms")
	}
	return errors.Unwrap(err)
}

func nearFlag(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	if near := diag.Nearest(name, names); near != "" {
		return "; did you mean --" + near + "?"
	}
	return ""
}
