package main

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/parser"
)

// The largest sizes of what is read, in bytes.
const (
	maxText     = 8 << 20  // of files with names or defines
	maxDocument = 64 << 20 // of introspection documents; QEMU's have 0.3 MB
)

const (
	stdinPath = "-"       // on the command line
	stdinName = "<stdin>" // of the module that is read from there
)

// A stdin is standard input, which is read once, when it is first wanted.
type stdin func() ([]byte, error)

func newStdin(cmd *cobra.Command) stdin {
	return sync.OnceValues(func() ([]byte, error) {
		text, err := readfile.All(cmd.InOrStdin(), maxDocument)
		if err != nil {
			err = fmt.Errorf("standard input: %w", err)
		}
		return text, err
	})
}

// schemaFile reads a file of a schema whose root module is standard input.
// Includes there are relative to the working directory, which is where the path
// stdinName seems to be.
func (s stdin) schemaFile(path string) ([]byte, error) {
	if path != stdinName {
		return readfile.File(path, parser.MaxFileSize)
	}
	text, err := s()
	if err != nil {
		return nil, err
	}
	return readfile.All(bytes.NewReader(text), parser.MaxFileSize)
}
