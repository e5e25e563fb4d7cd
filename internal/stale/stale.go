// Package stale reports how a generated folder differs from what would be written.
package stale

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/outdir"
)

// introspectionFile has the reply to query-qmp-schema. Its numbers change with
// every new type, so its difference is of no use to a reader.
const introspectionFile = "qapi_introspection.go"

// Report reports changes that would make the files of dir, which are a package or a
// site together, as what says. There is none if the folder is up to date. Otherwise it
// writes the changes to stdout as a unified diff, unless the folder has none of the
// files. Command is the subcommand that writes the folder.
func Report(stdout io.Writer, command, what, dir string, files int, changes []outdir.Change) (stale diag.List, err error) {
	if isAllNew(changes, files) {
		return noneThere(dir, what), nil
	}
	return show(stdout, command, dir, changes)
}

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

// show writes changes as a unified diff, those of modules first, because
// they show what has changed in the schema. Every change is an error. The
// command is the one that writes the folder.
func show(stdout io.Writer, command, dir string, changes []outdir.Change) (stale diag.List, err error) {
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
