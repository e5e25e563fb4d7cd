package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/launch"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

func newDevices() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "devices COMMAND",
		Short: "Record QEMU's devices, and check arguments of device_add",
		Long: `devices is about the arguments of device_add and of the option -device, which
the schema does not describe. QEMU lists them for each device at run time.

record makes a recording of them, and check compares arguments with recordings.
Other commands take recordings, too: generate --devices writes a Go package of
them, breaking compares two, check --devices compares one with a running QEMU,
query answers questions, and doc --devices shows them beside the commands.`,
	}
	needCommand(cmd)
	cmd.AddCommand(cli.Answers(newDevicesRecord()), cli.Answers(newDevicesCheck()))
	for _, sub := range cmd.Commands() {
		sub.DisableFlagsInUseLine = true
	}
	return cmd
}

// recordFlags are the flags of devices record.
type recordFlags struct {
	schemaFlags
	serverFlags
	progressFlags
	output, schema string
	skip           []string
}

func newDevicesRecord() *cobra.Command {
	var flags recordFlags
	cmd := &cobra.Command{
		Use:   "record -o FILE {--socket ADDRESS|-- QEMU [ARG...]}",
		Short: "Record the devices of a QEMU",
		Long: `record asks a QEMU about all its devices and writes what it says to FILE: of
each device its parent, bus, alias and description, whether a user can create
it, and its properties with types, defaults and descriptions. FILE is JSON with
a line for each property and device, made to be committed. The same QEMU gives
the same bytes, whatever its machine.

record starts QEMU, and ends it. Without arguments it gets -M none and
-display none. If QEMU ends when it is asked about a device, record notes that,
starts it again and goes on. With --socket it cannot: --skip leaves the device
out then. Do not record a virtual machine that is in use: record may end it.

With --schema, FILE also has the values of the enums that properties have as
types, so that breaking and devices check can compare them.`,
		Example: `  qapi-gen devices record -o x86_64.json -- qemu-system-x86_64
  qapi-gen devices record -o x86_64.json --socket ./vm.sock
  qapi-gen devices record -o arm.json --schema qapi-schema.json -- ./qemu-arm`,
		Args: func(cmd *cobra.Command, args []string) error {
			rest, command := cli.SplitCommand(cmd, args)
			switch {
			case len(rest) > 0:
				return cli.Usagef(cmd, "%q is not expected; the command line of QEMU follows --", rest[0])
			case len(command) == 0 && flags.socket == "":
				return cli.Usagef(cmd, "QEMU is missing: --socket ADDRESS, or -- QEMU")
			case len(command) > 0 && flags.socket != "":
				return cli.Usagef(cmd, "--socket and -- are given, and record asks one QEMU")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			_, command := cli.SplitCommand(cmd, args)
			return flags.run(cmd, command)
		},
	}
	flags.schemaFlags.register(cmd)
	flags.registerSocket(cmd, "how long to wait for all devices: a `TIME` such as 10s")
	flags.progressFlags.register(cmd, "do not print what is being done, and the summary at the end")
	cmd.Flags().StringVarP(&flags.output, "output", "o", "", "the `FILE` to write to (default: standard output)")
	cmd.Flags().StringVar(&flags.schema, "schema", "", "QEMU's schema, in `FILE`: record the values of its enums")
	cmd.Flags().StringArrayVar(&flags.skip, "skip", nil, "do not ask about the device `NAME` (repeatable)")
	cli.CompleteFile(cmd, "output", "json")
	cli.CompleteFile(cmd, "schema", "json")
	cli.CompleteNothing(cmd, "skip")
	return cmd
}

func (f *recordFlags) run(cmd *cobra.Command, command []string) error {
	opts := devices.RecordOptions{Skip: f.skip}
	f.begin(cmd, "starting QEMU")
	defer f.end()
	if f.schema != "" {
		var err error
		if opts.Schema, err = f.qemuSchema(cmd, f.schema); err != nil {
			return err
		}
	}
	ctx, stop := f.context()
	defer stop()
	opts.Progress = func(done, total int) {
		f.line.Say(fmt.Sprintf("asking about devices: %d of %d", done, total))
	}
	recording, err := devices.Record(ctx, f.starter(command), opts)
	f.end()
	if err != nil {
		return err
	}
	if f.output == "" {
		if _, err := cmd.OutOrStdout().Write(recording.Encode()); err != nil {
			return err
		}
	} else if err := replaceFile(f.output, recording.Encode()); err != nil {
		return err
	}
	if f.quiet {
		return nil
	}
	for _, failure := range recording.Failures {
		cli.Complainf(cmd.ErrOrStderr(), "warning: %s was not recorded: %s\n", failure.Device, failure.Reason)
	}
	asked := len(recording.Devices) + len(recording.Failures)
	cli.Complainf(cmd.ErrOrStderr(), "recorded %d of %s of %s\n", len(recording.Devices), cli.Plural(asked, "device"), recording.Label())
	return nil
}

// qemuSchema reads a schema of which only the enums matter.
func (f *schemaFlags) qemuSchema(cmd *cobra.Command, path string) (*model.Schema, error) {
	schema, diags := f.check(path, nil)
	if err := f.report(cmd.ErrOrStderr(), diags); err != nil {
		return nil, err
	}
	return schema, nil
}

// starter returns how to connect to QEMU.
func (f *serverFlags) starter(command []string) devices.Start {
	if len(command) == 1 {
		command = append(command, "-M", "none", "-display", "none")
	}
	return func(ctx context.Context, use func(context.Context, introspect.Executor) error) error {
		err := f.converse(ctx, command, func(ctx context.Context, conn *qmp.Conn) error { return use(ctx, conn) })
		var ended *launch.EndedError
		switch {
		case errors.As(err, &ended):
			return &devices.EndedError{Reason: "QEMU ended: " + ended.State + lastLine(ended.Said)}
		case errors.Is(err, qmp.ErrHangUp) && f.socket != "":
			return fmt.Errorf("%w\nIf QEMU has ended, start it again, and leave the device out with --skip. With -- QEMU, record does so itself", err)
		}
		return err
	}
}

// lastLine returns the last line of what a program said, after a colon.
func lastLine(text string) string {
	text = strings.TrimRight(text, "\n")
	line := strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
	if line == "" {
		return ""
	}
	return ": " + line
}

// replaceFile writes a file as a whole, or leaves it as it is.
func replaceFile(path string, text []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, text, 0o666); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return errors.Join(err, os.Remove(temporary))
	}
	return nil
}
