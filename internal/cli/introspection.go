package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/introspect"
)

// ReadIntrospection reads and indexes a reply to query-qmp-schema in a file.
func ReadIntrospection(cmd *cobra.Command, path string) (*introspect.Index, error) {
	from, read := path, func() ([]byte, error) { return readfile.File(path, MaxDocument) }
	if path == StdinPath {
		from, read = "standard input", NewStdin(cmd)
	}
	text, err := read()
	if err != nil {
		return nil, err
	}
	return NewIndex(from, text)
}

// NewIndex indexes a reply to query-qmp-schema. An error names where it is from.
func NewIndex(from string, text []byte) (*introspect.Index, error) {
	doc, err := introspect.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	index, err := introspect.NewIndex(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	return index, nil
}
