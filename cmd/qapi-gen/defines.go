package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
)

// defineFlags are -D and --define-file: which conditions hold.
type defineFlags struct {
	names, files []string
}

func (f *defineFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.names, "define", "D", nil,
		"make conditions on `NAME` true; names not given are then false (repeatable)")
	cmd.Flags().StringArrayVar(&f.files, "define-file", nil,
		"define the names in `FILE`: one a line, or the #define lines of a C header (repeatable)")
}

// defined returns the function that says which names are defined, nil if
// neither flag is given and every condition holds.
func (f *defineFlags) defined(cmd *cobra.Command) (func(name string) bool, error) {
	if len(f.names) == 0 && len(f.files) == 0 {
		return nil, nil
	}
	set := map[string]bool{}
	for _, name := range f.names {
		if !defineName.MatchString(name) {
			return nil, usagef(cmd, "-D %s: a name like CONFIG_POSIX is expected, without a value", name)
		}
		set[name] = true
	}
	for _, file := range f.files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("--define-file: %w", err)
		}
		if err := parseDefines(file, text, set); err != nil {
			return nil, err
		}
	}
	return func(name string) bool { return set[name] }, nil
}

var (
	defineName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	directive  = regexp.MustCompile(`^#\s*(define|undef)\s+([A-Za-z_][A-Za-z0-9_]*)`)
	cComment   = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
)

// parseDefines puts into set what a define file defines: names, one a line,
// and #define lines, of which #undef takes back earlier ones. Everything else
// behind a # is a comment, as in C are /* */ and //. Conditional directives
// are not evaluated.
func parseDefines(file string, text []byte, set map[string]bool) error {
	text = cComment.ReplaceAllFunc(text, func(c []byte) []byte {
		return append([]byte(" "), bytes.Repeat([]byte("\n"), bytes.Count(c, []byte("\n")))...)
	})
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if m := directive.FindStringSubmatch(line); m != nil {
			set[m[2]] = m[1] == "define"
			continue
		}
		name, _, _ := strings.Cut(line, "#")
		switch name = strings.TrimSpace(name); {
		case name == "":
		case defineName.MatchString(name):
			set[name] = true
		default:
			return fmt.Errorf("%s:%d: neither a name nor a #define: %s", file, n, name)
		}
	}
	return lines.Err()
}
