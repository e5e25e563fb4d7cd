package main

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/parser"
)

// The maximum sizes of input, in bytes.
const (
	maxText     = 8 << 20  // of files with names or defines
	maxDocument = 64 << 20 // of introspection documents; QEMU's have 0.3 MB
)

const (
	stdinPath = "-"       // as an argument
	stdinName = "<stdin>" // as a module's name
)

// A stdin reads standard input once, at the first call.
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
// Includes are relative to the working directory, because stdinName has no
// folder.
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
