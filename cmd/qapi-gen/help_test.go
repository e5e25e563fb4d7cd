package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands returns all listed commands of the program.
func commands(cmd *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{cmd}
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			all = append(all, commands(c)...)
		}
	}
	return all
}

func TestHelpFitsATerminalAndStartsWithTheUsage(t *testing.T) {
	for _, cmd := range commands(newRoot()) {
		if cmd.HasParent() && cmd.Parent().Name() == "completion" {
			continue // cobra's own texts
		}
		args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
		var help bytes.Buffer
		if status := run(args, nil, &help, os.Stderr); status != exitSuccess {
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
	for _, cmd := range commands(newRoot()) {
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

// The table of the README has every command.
func TestREADMEHasEveryCommand(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "### Command line\n")
	table, _, _ = strings.Cut(table, "exit status")
	for _, cmd := range newRoot().Commands() {
		if cmd.IsAvailableCommand() && !strings.Contains(table, "\nqapi-gen "+cmd.Name()+" ") {
			t.Errorf("README.md lacks a line for %s", cmd.Name())
		}
	}
}
