package cli

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
	MaxText     = 8 << 20  // of files with names or defines
	MaxDocument = 64 << 20 // of introspection documents; QEMU's have 0.3 MB
)

const (
	StdinPath = "-"       // as an argument
	StdinName = "<stdin>" // as a module's name
)

// A Stdin reads standard input once, at the first call.
type Stdin func() ([]byte, error)

// NewStdin returns the standard input of a command.
func NewStdin(cmd *cobra.Command) Stdin {
	return sync.OnceValues(func() ([]byte, error) {
		text, err := readfile.All(cmd.InOrStdin(), MaxDocument)
		if err != nil {
			err = fmt.Errorf("standard input: %w", err)
		}
		return text, err
	})
}

// SchemaFile reads a file of a schema whose root module is standard input.
// Includes are relative to the working directory, because StdinName has no
// folder.
func (s Stdin) SchemaFile(path string) ([]byte, error) {
	if path != StdinName {
		return readfile.File(path, parser.MaxFileSize)
	}
	text, err := s()
	if err != nil {
		return nil, err
	}
	return readfile.All(bytes.NewReader(text), parser.MaxFileSize)
}
