package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/qapi-go/qapi-gen/internal/cli"
)

// Each command has a page, and the page has each flag of the command.
func TestManualAgreesWithTheCommands(t *testing.T) {
	dir := t.TempDir()
	if status := run([]string{"man", dir}, nil, io.Discard, os.Stderr); status != cli.ExitSuccess {
		t.Fatalf("exit status %d", status)
	}
	for _, cmd := range allCommands(newRoot()) {
		if cmd.HasParent() && cmd.Parent().HasParent() {
			continue // one page has all shells
		}
		text, err := os.ReadFile(filepath.Join(dir, cli.ManName(cmd)+".1"))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(text), cli.Roff(cmd.Short)) {
			t.Errorf("the page of %s lacks %q", cmd.Name(), cmd.Short)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(string(text), cli.Roff("--"+f.Name)) {
				t.Errorf("the page of %s lacks --%s", cmd.Name(), f.Name)
			}
		})
	}
}
