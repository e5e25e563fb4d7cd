package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/introspect"
)

// complete completes SCHEMA with files, and PATH with what the schema, the recorded
// reply or the running monitor has.
func (f *queryFlags) complete(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	schema := ""
	switch {
	case f.file == cli.StdinPath:
		return nil, cobra.ShellCompDirectiveNoFileComp
	case f.socket != "":
		f.timeout = min(f.timeout, cli.CompletionTimeout)
	case f.file == "" && len(args) == 0:
		return completeSchema(cmd, args, typed)
	case f.file == "":
		if schema = args[0]; schema == cli.StdinPath {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
	}
	defer cli.Silence(cmd)()
	index, err := f.document(cmd, schema)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return completePath(index, typed), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completePath returns the paths that extend typed, up to its last slash, by
// one step. It asks for the gap at a step that never exists, because a Gap
// lists the steps that do.
func completePath(index *introspect.Index, typed string) []string {
	const none = "\x00"
	done := ""
	if slash := strings.LastIndexByte(typed, '/'); slash >= 0 {
		done = typed[:slash+1]
	}
	step := none
	if strings.Count(done, "/") == 1 {
		step = "$" + none // only known words and features can follow a command
	}
	gap, err := index.Gap(done + step)
	if err != nil || gap == nil || gap.Step != step {
		return nil
	}
	steps := gap.Has
	if strings.Count(done, "/") == 1 {
		for _, word := range []string{"arg-type", "ret-type"} {
			if missing, err := index.Gap(done + word); err == nil && missing == nil {
				steps = append(steps, word)
			}
		}
	}
	var paths []string
	for _, step := range steps {
		if path := done + step; strings.HasPrefix(path, typed) {
			paths = append(paths, path)
		}
	}
	return paths
}
