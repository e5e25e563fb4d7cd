package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/testgolden"
)

// TestPageOfCommandsIsTheirHelp compares docs/cli.md with the help texts. With
// -update it writes the page.
func TestPageOfCommandsIsTheirHelp(t *testing.T) {
	page := filepath.Join("..", "..", "docs", "cli.md")
	want := "# The commands of qapi-gen\n\n" +
		"This page is the help of each command. A test writes it: `go test ./cmd/qapi-gen -run Page -update`.\n"
	for _, cmd := range cli.Listed(newRoot()) {
		want += fmt.Sprintf("\n## %s\n\n```text\n%s```\n", cmd.CommandPath(), help(t, cmd))
	}
	testgolden.File(t, page, want)
}

// help returns the output of a command for --help.
func help(t *testing.T, cmd *cobra.Command) string {
	t.Helper()
	args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
	var stdout, stderr bytes.Buffer
	if status := run(args, strings.NewReader(""), &stdout, &stderr); status != cli.ExitSuccess {
		t.Fatalf("%s: status %d\n%s", cmd.CommandPath(), status, &stderr)
	}
	return stdout.String()
}

// TestHelpNamesEveryPage compares the list of pages in the program's help with
// the folder of the documentation.
func TestHelpNamesEveryPage(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatal("no pages: ", err)
	}
	long := newRoot().Long
	for _, page := range pages {
		if !strings.Contains(long, "\n  "+filepath.Base(page)+" ") {
			t.Errorf("the help of qapi-gen does not name docs/%s", filepath.Base(page))
		}
	}
}

// TestExamplesOfHelpAreCommandLines checks the flags and the arguments of every
// example in a help text.
func TestExamplesOfHelpAreCommandLines(t *testing.T) {
	for _, cmd := range cli.Listed(newRoot()) {
		for line := range strings.Lines(cmd.Example) {
			_, args, ok := strings.Cut(line, "qapi-gen ")
			if strings.Contains(line, "@latest ") {
				_, args, ok = strings.Cut(line, "@latest ")
			}
			if !ok {
				t.Errorf("%s has the example %q without the program", cmd.Name(), line)
				continue
			}
			args, _, _ = strings.Cut(args, " | ")
			args, _, _ = strings.Cut(args, " < ")
			if err := accepts(strings.Fields(strings.ReplaceAll(args, "'", ""))); err != nil {
				t.Errorf("%s has the example %q: %v", cmd.Name(), strings.TrimSpace(line), err)
			}
		}
	}
}

// accepts returns an error if a command line is wrong whatever the files
// contain.
func accepts(args []string) error {
	cmd, rest, err := newRoot().Find(args)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	return cmd.ValidateArgs(cmd.Flags().Args())
}
