package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
)

// oneQEMU returns an error unless the command line names one QEMU, and nothing that is
// about a schema.
func (f *checkFlags) oneQEMU(cmd *cobra.Command, schemas, command []string) error {
	for _, name := range []string{"introspection", "define", "define-file", "write-defines", "commands", "call"} {
		if cmd.Flags().Changed(name) {
			return cli.Usagef(cmd, "--%s is about a schema, and --devices FILE about devices", name)
		}
	}
	given := f.given()
	if len(command) > 0 {
		given = append(given, "--")
	}
	switch {
	case len(schemas) > 0:
		return cli.Usagef(cmd, "%s and --devices are given; check compares with one of them", schemas[0])
	case len(given) == 0:
		return cli.Usagef(cmd, "QEMU is missing: --socket ADDRESS, or -- QEMU")
	case len(given) > 1:
		return cli.Usagef(cmd, "%s are given, and check compares with one server", strings.Join(given, " and "))
	}
	return nil
}

// runDevices compares a recording with the devices of a running QEMU.
func (f *checkFlags) runDevices(cmd *cobra.Command, command []string) error {
	older, err := readRecording(f.recording)
	if err != nil {
		return err
	}
	f.begin(cmd, f.waiting(command))
	defer f.end()
	ctx, stop := f.context()
	defer stop()
	newer, err := devices.Record(ctx, f.starter(command), devices.RecordOptions{})
	if err != nil {
		return err
	}
	newer.Enums = older.Enums // a binary does not tell them
	var diags diag.List
	for _, change := range devices.Compare(older, newer) {
		if change.Verdict != breaking.Compatible {
			diags = append(diags, change.Diagnostic())
		}
	}
	f.end()
	failed := cli.Negative(f.say(cmd, diags))
	if failed == nil && f.format.Value() == diag.Text && !f.quiet {
		cli.Complainf(cmd.ErrOrStderr(), "%s has all that was recorded of %s\n", newer.Label(), older.Label())
	}
	return failed
}
