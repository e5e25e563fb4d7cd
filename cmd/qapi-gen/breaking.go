package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
)

// breakingFlags are those of breaking alone.
type breakingFlags struct {
	schemaFlags
	defineFlags
	allowDeprecated, all bool
}

func newBreaking() *cobra.Command {
	var flags breakingFlags
	cmd := &cobra.Command{
		Use:               "breaking OLD NEW",
		Short:             "Say whom the changes from one schema to another break",
		ValidArgsFunction: completeSchema,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef(cmd, "OLD and NEW are expected, each a schema or what query-qmp-schema returns")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args[0], args[1]) },
	}
	flags.schemaFlags.register(cmd)
	flags.defineFlags.register(cmd)
	cmd.Flags().BoolVar(&flags.allowDeprecated, "allow-deprecated-removal", false, "let go what is deprecated in OLD")
	cmd.Flags().BoolVar(&flags.all, "all", false, "list compatible changes too")
	return cmd
}

func (f *breakingFlags) run(cmd *cobra.Command, old, new string) error {
	conds, err := f.conditions(cmd)
	if err != nil {
		return err
	}
	o, diags, err := f.side(cmd, old, conds)
	if err != nil {
		return err
	}
	n, more, err := f.side(cmd, new, conds)
	if err != nil {
		return err
	}
	if diags = append(diags, more...); diags.HasErrors() {
		return f.report(cmd.ErrOrStderr(), diags)
	}
	changes := breaking.Compare(o, n, breaking.Options{AllowDeprecatedRemoval: f.allowDeprecated})
	return f.write(cmd, diags, changes)
}

func (f *breakingFlags) write(cmd *cobra.Command, diags diag.List, changes []breaking.Change) error {
	var counts [breaking.Break + 1]int
	for v := breaking.Break; v >= breaking.Compatible; v-- {
		for i := range changes {
			if changes[i].Verdict != v {
				continue
			}
			counts[v]++
			if f.all || v != breaking.Compatible {
				diags = append(diags, changes[i].Diagnostic())
			}
		}
	}
	if f.format.value() != diag.Text {
		return f.render(cmd.OutOrStdout(), diags)
	}
	if err := diag.RenderLines(cmd.ErrOrStderr(), diags); err != nil {
		return err
	}
	complainf(cmd.ErrOrStderr(), "%d breaks, %d cautions, %d compatible changes\n",
		counts[breaking.Break], counts[breaking.Caution], counts[breaking.Compatible])
	if counts[breaking.Break] > 0 {
		return errReported
	}
	return nil
}

// side reads a schema, or an introspection document.
func (f *breakingFlags) side(cmd *cobra.Command, path string, conds *conditions) (*breaking.Side, diag.List, error) {
	if text, ok := documentText(cmd.InOrStdin(), path); ok {
		doc, err := introspect.Parse(text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		side, err := breaking.Document(doc)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		return side, nil, nil
	}
	whole, diags := f.check(path, conds)
	schema, more := conds.configure(whole)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags, nil
	}
	return breaking.Schema(schema), diags, nil
}

// documentText reads the file at path if it holds JSON, as no schema does: its
// strings are in single quotes. Standard input, by the path -, cannot be a
// schema, which needs its folder.
func documentText(stdin io.Reader, path string) (text []byte, ok bool) {
	if path == "-" {
		text, err := io.ReadAll(stdin)
		return text, err == nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, false // the reader of schemas says why
	}
	return text, strings.HasPrefix(string(bytes.TrimSpace(text)), "[") || json.Valid(text)
}
