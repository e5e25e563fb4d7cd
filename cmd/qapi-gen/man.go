package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// newMan writes the manual, for make man. The pages have the help texts.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:               "man DIR",
		Short:             "Write the manual pages to DIR",
		Hidden:            true,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return err
			}
			for _, c := range cli.Listed(cmd.Root()) {
				file := filepath.Join(args[0], cli.ManName(c)+".1")
				if err := os.WriteFile(file, []byte(cli.ManPage(c)), 0o666); err != nil {
					return err
				}
			}
			return nil
		},
	}
}
