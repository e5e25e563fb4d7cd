package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/outdir"
)

// introspectionFile has the reply to query-qmp-schema. Its numbers change with
// every new type, so its difference is of no use to a reader.
const introspectionFile = "qapi_introspection.go"

// isAllNew reports whether changes create all n files of a package in a folder
// that has no generated file.
func isAllNew(changes []outdir.Change, n int) bool {
	return len(changes) == n && !slices.ContainsFunc(changes, func(c outdir.Change) bool { return c.Old != nil || c.Leftover })
}

// noneThere reports that dir is stale because it has none of the files. A
// difference would show all of them.
func noneThere(dir, what string) (stale diag.List) {
	stale.Errorf(diag.Pos{}, diag.Pos{}, "%s is stale: there is no generated %s in it", dir, what)
	return stale
}

// showStale writes changes as a unified diff, those of modules first, because
// they show what has changed in the schema. Every change is an error. The
// command is the one that writes the folder.
func showStale(stdout io.Writer, command, dir string, changes []outdir.Change) (stale diag.List, err error) {
	nowhere := diag.Pos{}
	changes = slices.Clone(changes)
	slices.SortStableFunc(changes, func(a, b outdir.Change) int { return ofPackage(a.Name) - ofPackage(b.Name) })
	var names []string
	for _, c := range changes {
		if c.Leftover {
			stale.Errorf(nowhere, nowhere, "%s is stale: a %s that was killed left %s there", dir, command, c.Name)
			continue
		}
		names = append(names, c.Name)
		if _, err := stdout.Write(difference(dir, c)); err != nil {
			return nil, err
		}
	}
	switch len(names) {
	case 0:
	case 1:
		stale.Errorf(nowhere, nowhere, "%s is stale: %s is not what %s makes of the schema", dir, names[0], command)
	default:
		stale.Errorf(nowhere, nowhere, "%s is stale: %d files are not what %s makes of the schema", dir, len(names), command)
	}
	return stale, nil
}

// ofPackage returns 0 for the file of a module, and 1 for a file of the whole
// package.
func ofPackage(name string) int {
	if strings.HasPrefix(name, "qapi_") {
		return 1
	}
	return 0
}

// difference returns the unified diff of a change, or the numbers of lines for
// a replaced introspection.
func difference(dir string, c outdir.Change) []byte {
	path := filepath.ToSlash(filepath.Join(dir, c.Name))
	from, to := path, path
	if c.Old == nil {
		from = "/dev/null"
	}
	if c.New == nil {
		to = "/dev/null"
	}
	text := diff.Diff(from, c.Old, to, c.New)
	if c.Name != introspectionFile || c.Old == nil || c.New == nil {
		return text
	}
	removed, added := changedLines(text)
	return fmt.Appendf(nil, "diff %s %s: %d lines removed, %d added, not shown\n", from, to, removed, added)
}

// changedLines counts the removed and added lines of a unified diff. The first
// three lines are its header.
func changedLines(text []byte) (removed, added int) {
	lines := bytes.Split(text, []byte("\n"))
	for _, line := range lines[min(3, len(lines)):] {
		switch {
		case bytes.HasPrefix(line, []byte("-")):
			removed++
		case bytes.HasPrefix(line, []byte("+")):
			added++
		}
	}
	return removed, added
}

// updateLine returns the command line that writes the files that --check
// compares.
func updateLine(cmd *cobra.Command, schema string) string {
	words := []string{cmd.CommandPath()}
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch list, isList := f.Value.(pflag.SliceValue); {
		case f.Name == "check" || f.Name == "format" || f.Name == "verbose":
		case isList:
			for _, value := range list.GetSlice() {
				words = append(words, "--"+f.Name, shellWord(value))
			}
		case f.NoOptDefVal != "":
			words = append(words, "--"+f.Name+"="+f.Value.String())
		default:
			words = append(words, "--"+f.Name, shellWord(f.Value.String()))
		}
	})
	return strings.Join(append(words, shellWord(schema)), " ")
}

// shellWord quotes a word for a shell if necessary.
func shellWord(word string) string {
	if word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// written describes what generate did.
func written(dir string, files int, changes []outdir.Change) string {
	if len(changes) == 0 {
		return fmt.Sprintf("%s is up to date: %s", dir, plural(files, "file"))
	}
	wrote, removed := 0, 0
	for _, c := range changes {
		if c.New != nil {
			wrote++
		} else {
			removed++
		}
	}
	text := fmt.Sprintf("wrote %d of %s to %s", wrote, plural(files, "file"), dir)
	if removed > 0 {
		text += fmt.Sprintf(", removed %d", removed)
	}
	return text
}
