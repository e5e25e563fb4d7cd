package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
)

func newDevicesCheck() *cobra.Command {
	var flags schemaFlags
	cmd := &cobra.Command{
		Use:   "check FILE... {JSON...|-}",
		Short: "Check arguments of device_add",
		Long: `check compares arguments of device_add, or of the option -device, with the
recordings in FILE: the device, its properties, and the JSON types of their
values, as strictly as QEMU 9.2 and later do. JSON is an object such as
{"driver": "virtio-net-pci", "id": "net0"}. With -, standard input has an object
a line.

An argument that one of the recordings takes is correct. Values of enums are
checked if a recording has them: devices record --schema records them. Forms of
text, as that of a PCI address, are left to QEMU.

The exit status is 1 if an argument is wrong.`,
		Example: `  qapi-gen devices check x86_64.json '{"driver":"nvme","serial":"1"}'
  qapi-gen devices check 7.2.json 10.0.json - < devices.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			files, arguments := splitArguments(args)
			switch {
			case len(files) == 0:
				return cli.Usagef(cmd, "FILE is missing: a recording that devices record has made")
			case len(arguments) == 0:
				return cli.Usagef(cmd, "JSON is missing: an object such as {\"driver\": \"nvme\"}, or - for standard input")
			case len(arguments) > 1 && slices.Contains(arguments, cli.StdinPath):
				return cli.Usagef(cmd, "- and other arguments are given: standard input has all of them, or none")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			files, arguments := splitArguments(args)
			return runDevicesCheck(cmd, &flags, files, arguments)
		},
		ValidArgsFunction: completeSchema,
	}
	flags.registerFormat(cmd)
	return cmd
}

// splitArguments splits the command line into recordings and JSON.
func splitArguments(args []string) (files, arguments []string) {
	for i, arg := range args {
		if arg == cli.StdinPath || strings.HasPrefix(strings.TrimSpace(arg), "{") {
			return args[:i], args[i:]
		}
	}
	return args, nil
}

func runDevicesCheck(cmd *cobra.Command, flags *schemaFlags, files, arguments []string) error {
	set, diags, err := readRecordings(files)
	if err != nil {
		return err
	}
	var checked int
	var wrong diag.List
	if arguments[0] == cli.StdinPath {
		text, err := flags.stdin()
		if err != nil {
			return err
		}
		checked, wrong = checkLines(set, text)
	} else {
		checked, wrong = checkArguments(set, arguments)
	}
	diags = append(diags, wrong...)
	if flags.format.Value() != diag.Text {
		return cli.Negative(flags.render(cmd.OutOrStdout(), diags))
	}
	if err := cli.Negative(flags.report(cmd.ErrOrStderr(), diags)); err != nil {
		return err
	}
	cli.Complainf(cmd.ErrOrStderr(), "%s correct\n", cli.Plural(checked, "argument"))
	return nil
}

// checkLines checks the arguments of device_add in a text, one object a line. It counts
// them.
func checkLines(set *devices.Set, text []byte) (count int, wrong diag.List) {
	source := diag.NewSource(cli.StdinName, text, diag.Pos{})
	offset := 0
	for line := range bytes.Lines(text) {
		if object := bytes.TrimSpace(line); len(object) > 0 {
			count++
			if err := set.Check(object); err != nil {
				at := source.At(offset + bytes.Index(line, object))
				wrong.Errorf(at, at, "%s", mistake(err))
			}
		}
		offset += len(line)
	}
	return count, wrong
}

// checkArguments checks the arguments of device_add on the command line.
func checkArguments(set *devices.Set, arguments []string) (count int, wrong diag.List) {
	for i, argument := range arguments {
		if err := set.Check([]byte(argument)); err != nil {
			wrong.Errorf(diag.Pos{}, diag.Pos{}, "argument %d: %s", i+1, mistake(err))
		}
	}
	return len(arguments), wrong
}

// mistake returns the text of an error of the codec.
func mistake(err error) string { return strings.TrimPrefix(err.Error(), "qapi: ") }

// readRecordings reads and merges recordings.
func readRecordings(paths []string) (*devices.Set, diag.List, error) {
	var list []*devices.Recording
	for _, path := range paths {
		r, err := readRecording(path)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, r)
	}
	set, diags := devices.Merge(list...)
	return set, diags, nil
}

func readRecording(path string) (*devices.Recording, error) {
	text, err := readfile.File(path, cli.MaxDocument)
	if err != nil {
		return nil, err
	}
	r, err := devices.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}
