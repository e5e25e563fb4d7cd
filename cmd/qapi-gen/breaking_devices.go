package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// recordings compares OLD and NEW if they are recordings of devices. The second result
// tells whether they are.
func (f *breakingFlags) recordings(cmd *cobra.Command, paths ...string) ([]breaking.Change, bool, error) {
	var sides []*devices.Recording
	for _, path := range paths {
		r, err := f.recordingAt(path)
		if err != nil {
			return nil, false, err
		}
		if r != nil {
			sides = append(sides, r)
		}
	}
	switch {
	case len(sides) == 0:
		return nil, false, nil
	case len(sides) == 1:
		return nil, false, cli.Usagef(cmd, "one of OLD and NEW is a recording of devices, and the other is not")
	case f.goCode || len(f.defineFlags.names) > 0 || len(f.files) > 0:
		return nil, false, cli.Usagef(cmd, "--go, -D and --define-file are about schemas, and OLD and NEW are recordings of devices")
	case sides[0].Target != sides[1].Target && !f.quiet:
		cli.Complainf(cmd.ErrOrStderr(), "warning: OLD is of %s, NEW of %s\n", sides[0].Target, sides[1].Target)
	}
	return devices.Compare(sides[0], sides[1]), true, nil
}

// recordingAt reads the recording at a path. It returns nil if something else is there.
func (f *schemaFlags) recordingAt(path string) (*devices.Recording, error) {
	text, err := f.peek(path)
	if err != nil || !devices.IsRecording(text) {
		return nil, nil //nolint:nilerr // the reader of schemas tells it better
	}
	r, err := devices.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// peek returns the text of an argument, whatever it is.
func (f *schemaFlags) peek(path string) ([]byte, error) {
	if path == cli.StdinPath {
		return f.stdin()
	}
	return readfile.File(path, cli.MaxDocument)
}
