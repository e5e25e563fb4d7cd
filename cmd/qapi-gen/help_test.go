package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// allCommands are all commands of the program that are listed.
func allCommands(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			all = append(all, allCommands(c)...)
		}
	}
	return all
}

func TestHelpFitsATerminalAndStartsWithTheUsage(t *testing.T) {
	for _, cmd := range allCommands(newRoot()) {
		if cmd.HasParent() && cmd.Parent().Name() == "completion" {
			continue // cobra's own texts
		}
		args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
		var help bytes.Buffer
		if status := run(args, nil, &help, os.Stderr); status != cli.ExitSuccess {
			t.Fatalf("%v: exit status %d", args, status)
		}
		if !strings.HasPrefix(help.String(), "Usage:\n  "+cmd.CommandPath()) {
			t.Errorf("%v: does not start with the usage:\n%.200s", args, &help)
		}
		for line := range strings.Lines(help.String()) {
			if len(strings.TrimSuffix(line, "\n")) > 80 {
				t.Errorf("%v: longer than 80 columns: %s", args, line)
			}
		}
	}
}

// A flag with a value is completed with words, files or folders, or with
// nothing.
func TestEveryFlagIsCompleted(t *testing.T) {
	for _, cmd := range allCommands(newRoot()) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.NoOptDefVal != "" || f.Name == "help" {
				return // it takes no value
			}
			_, byFunction := cmd.GetFlagCompletionFunc(f.Name)
			if !byFunction && len(f.Annotations) == 0 {
				t.Errorf("%s --%s is not completed", cmd.CommandPath(), f.Name)
			}
		})
	}
}

// The table of the page has every command.
func TestPageOfTheCommandLineHasEveryCommand(t *testing.T) {
	page, err := os.ReadFile("../../docs/command-line.md")
	if err != nil {
		t.Fatal(err)
	}
	table, _, _ := strings.Cut(string(page), "\n## ")
	for _, cmd := range newRoot().Commands() {
		if cmd.IsAvailableCommand() && !strings.Contains(table, "\nqapi-gen "+cmd.Name()+" ") {
			t.Errorf("docs/command-line.md lacks a line for %s", cmd.Name())
		}
	}
}
