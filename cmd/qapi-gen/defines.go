package main

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/model"
)

// defineFlags are -D and --define-file, which make conditions true.
type defineFlags struct {
	names, files []string
}

func (f *defineFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.names, "define", "D", nil,
		"make conditions on `NAME` true, and those on other names false (repeatable)")
	cmd.Flags().StringArrayVar(&f.files, "define-file", nil,
		"define the names in `FILE`: one a line, or the #define lines of a C header (repeatable)")
	cli.CompleteNothing(cmd, "define")
	cli.CompleteFile(cmd, "define-file")
}

// conditions reads the names that the flags define. It returns nil if no flag
// is given; every condition is true then.
func (f *defineFlags) conditions(cmd *cobra.Command) (*conditions, error) {
	if len(f.names) == 0 && len(f.files) == 0 {
		return nil, nil
	}
	c := &conditions{set: map[string]bool{}, asked: f.names}
	for _, name := range f.names {
		if !defineName.MatchString(name) {
			return nil, cli.Usagef(cmd, "-D %s: a name like CONFIG_POSIX is expected, without a value", name)
		}
		c.set[name] = true
	}
	for _, file := range f.files {
		text, err := readfile.File(file, cli.MaxText)
		if err != nil {
			return nil, fmt.Errorf("--define-file: %w", err)
		}
		if err := parseDefines(file, text, c.set); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// conditions are the defined names. If nil, every condition is true.
type conditions struct {
	set   map[string]bool
	asked []string // the names of -D
}

// defined returns nil for nil conditions, as gen.Introspection expects.
func (c *conditions) defined() func(name string) bool {
	if c == nil {
		return nil
	}
	return func(name string) bool { return c.set[name] }
}

// configure removes the parts of schema whose conditions are false. It returns
// nil for a nil schema.
func (c *conditions) configure(schema *model.Schema) (*model.Schema, diag.List) {
	if c == nil || schema == nil {
		return schema, nil
	}
	return schema.Configure(c.defined())
}

// unknown warns about names of -D that are in no condition of the schema: a
// typing error would silently make conditions false. It does not check files,
// which may be meant for several schemas.
func (c *conditions) unknown(schema *model.Schema) (diags diag.List) {
	if c == nil {
		return nil
	}
	known := schema.ConditionNames()
	for _, name := range c.asked {
		if !slices.Contains(known, name) {
			diags = append(diags, diag.Diagnostic{
				Severity: diag.Warning,
				Message:  fmt.Sprintf("-D %s: the schema has no condition on that name%s", name, diag.Suggest(name, known)),
			})
		}
	}
	return diags
}

var (
	defineName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	directive  = regexp.MustCompile(`^#\s*(define|undef)\s+([A-Za-z_][A-Za-z0-9_]*)`)
	cComment   = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
)

// parseDefines adds the names that a define file defines to set: names, one a
// line, and #define lines. An #undef line removes a name. Any other text after
// # is a comment, and so are /* */ and // comments of C. Conditional directives
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
			return fmt.Errorf("%s:%d: neither a name nor a #define: %.100q", file, n, name)
		}
	}
	return lines.Err()
}
