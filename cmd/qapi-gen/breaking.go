package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/breaking"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/history"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/introspect"
)

// breakingFlags are the flags that only breaking has.
type breakingFlags struct {
	schemaFlags
	defineFlags
	progressFlags
	allowDeprecated, all, goCode bool
	names                        string
	editions                     [2]editionFlag // of OLD and of NEW
}

// The flags for the editions of OLD and NEW.
var editionNames = [2]string{"old-edition", "new-edition"}

const breakingHelp = `breaking compares OLD with NEW and classifies every change by QEMU's
compatibility rules. Each of the two is a schema, or a server's reply to
query-qmp-schema: the array alone or the whole reply. With - it is read from
standard input. The rules depend on whether clients send or receive the changed
part. The classes are

  error    the server refuses requests that were valid, or a part that clients
           may rely on was removed
  warning  the protocol is compatible, but a client may be affected: a part is
           now deprecated, depends on a new condition, or is no longer sent
  notice   compatible; only counted, and listed with --all

A change in a type is reported once, with the commands and events that use the
type. A part that is unstable in OLD may change in any way. A part that is
deprecated in OLD may be removed with --allow-deprecated-removal; breaking
cannot tell since when it is deprecated.

With --go, and two schemas, breaking also reports as errors the compatible
changes that break Go code compiled against the package generated from OLD: a
field that is now a pointer, or a renamed type. New fields and new methods of
the interface Commands are no errors, because servers embed
UnimplementedCommands.

Without -D and --define-file, every condition of a schema is true, and a
warning tells of a part whose new condition is false in a build that had the
part. With them, both sides are compared with only these names defined.

If OLD and NEW are recordings of devices, breaking compares the devices that a
user can create, and their properties.

The two schemas may be of different releases. --old-edition and --new-edition
set the release of one, --edition that of both.

The report goes to standard error as text, and to standard output in the other
formats. The exit status is 1 if there are errors, and 3 if OLD or NEW cannot
be read or has errors.`

func newBreaking() *cobra.Command {
	var flags breakingFlags
	cmd := &cobra.Command{
		Use:   "breaking OLD NEW",
		Short: "Report incompatible changes between two schemas",
		Long:  breakingHelp,
		Example: `  qapi-gen breaking main/qapi/vmm.json qapi/vmm.json
  qapi-gen breaking --go --format github main/qapi/vmm.json qapi/vmm.json
  qapi-gen breaking --allow-deprecated-removal v9.json v10.json
  qapi-gen breaking --old-edition 4.2 old/qapi-schema.json qapi/vmm.json
  qapi-gen breaking recorded-reply.json qapi/vmm.json
  qapi-gen breaking devices-7.2.json devices-10.0.json`,
		ValidArgsFunction: completeSchema,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) != 2:
				return cli.Usagef(cmd, "OLD and NEW are expected, each a schema or what query-qmp-schema returns")
			case args[0] == "-" && args[1] == "-":
				return cli.Usagef(cmd, "OLD and NEW are both to be read from standard input")
			case flags.names != "" && !flags.goCode:
				return cli.Usagef(cmd, "--names is about Go code, which only --go looks at")
			default:
				return nil
			}
		},
		RunE: func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args[0], args[1]) },
	}
	flags.register(cmd)
	return cmd
}

func (f *breakingFlags) register(cmd *cobra.Command) {
	f.schemaFlags.register(cmd)
	f.defineFlags.register(cmd)
	f.progressFlags.register(cmd, "do not print what is being done, and the summary at the end")
	for i, side := range [...]string{"OLD", "NEW"} {
		f.editions[i].register(cmd, editionNames[i], "apply the rules of this QEMU `VERSION` to "+side+", in place of --edition")
	}
	cmd.Flags().BoolVar(&f.allowDeprecated, "allow-deprecated-removal", false, "allow the removal of parts that are deprecated in OLD")
	cmd.Flags().BoolVar(&f.all, "all", false, "list compatible changes too")
	cmd.Flags().BoolVar(&f.goCode, "go", false, "also list changes that break Go code compiled against the generated package")
	registerNames(cmd, &f.names, "read Go names from `FILE`, as generate does")
}

func (f *breakingFlags) run(cmd *cobra.Command, oldPath, newPath string) error {
	if changes, ok, err := f.recordings(cmd, oldPath, newPath); ok || err != nil {
		if err != nil {
			return err
		}
		return f.write(cmd, nil, changes)
	}
	conds, err := f.conditions(cmd)
	if err != nil {
		return err
	}
	opts := breaking.Options{AllowDeprecatedRemoval: f.allowDeprecated, Go: f.goCode}
	var diags diag.List
	if f.names != "" {
		if opts.Names, diags, err = readNames(f.names); err != nil {
			return err
		}
	}
	f.begin(cmd, "reading "+oldPath)
	defer f.end()
	var sides [2]*breaking.Side
	for i, path := range [...]string{oldPath, newPath} {
		f.line.Say("reading " + path)
		side, more, err := f.side(cmd, i, path, conds)
		if err != nil {
			return err
		}
		sides[i] = side
		diags = append(diags, more...)
	}
	if diags.HasErrors() {
		f.end()
		return f.report(cmd.ErrOrStderr(), diags)
	}
	ctx, stop := cli.UntilSignalled()
	defer stop()
	f.line.Say("comparing")
	changes, err := breaking.Compare(ctx, sides[0], sides[1], opts)
	f.end()
	if err != nil {
		return cli.Unknown(fmt.Errorf("breaking came to no end: %w", err))
	}
	return f.write(cmd, diags, changes)
}

// side reads OLD or NEW, by number: a schema or an introspection document. It is
// nil where the list has errors.
func (f *breakingFlags) side(cmd *cobra.Command, which int, path string, conds *conditions) (*breaking.Side, diag.List, error) {
	text, isDocument, err := f.readDocument(path)
	if err != nil {
		return nil, nil, err
	}
	if isDocument {
		if f.goCode {
			return nil, nil, cli.Usagef(cmd, "--go is about Go packages, which only schemas give: %s is an introspection document", path)
		}
		if cmd.Flags().Changed(editionNames[which]) {
			return nil, nil, cli.Usagef(cmd, "--%s is about a schema, and %s is an introspection document", editionNames[which], path)
		}
		side, err := parseSide(text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		return side, nil, nil
	}
	read := f.schemaFlags
	if cmd.Flags().Changed(editionNames[which]) {
		read.edition = f.editions[which]
	}
	whole, diags := read.check(path, conds)
	schema, more := conds.configure(whole)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags, nil
	}
	if conds != nil {
		return breaking.Configured(schema), diags, nil
	}
	return breaking.Schema(schema), diags, nil
}

func parseSide(text []byte) (*breaking.Side, error) {
	doc, err := introspect.Parse(text)
	if err != nil {
		return nil, err
	}
	return breaking.Document(doc)
}

// readDocument reads the file at path if it holds an introspection document,
// and not a schema.
func (f *breakingFlags) readDocument(path string) (text []byte, isDocument bool, err error) {
	if path == cli.StdinPath {
		text, err = f.stdin()
		// Empty input is the end of a pipeline that failed.
		return text, len(text) == 0 || history.IsDocument(text), err
	}
	// What cannot be read is for the reader of schemas to tell.
	text, err = readfile.File(path, cli.MaxDocument)
	return text, err == nil && history.IsDocument(text), nil
}

// write writes the report: what breaks clients, what breaks Go code, what may
// surprise, and what is compatible.
func (f *breakingFlags) write(cmd *cobra.Command, diags diag.List, changes []breaking.Change) error {
	var wire [breaking.Break + 1]int
	var goBreaks int
	for _, goCode := range [...]bool{false, true} {
		for i := range changes {
			if ch := &changes[i]; ch.Verdict == breaking.Break && ch.Go == goCode {
				diags = append(diags, ch.Diagnostic())
			}
		}
	}
	for i := range changes {
		ch := &changes[i]
		if ch.Go {
			goBreaks++
			continue
		}
		wire[ch.Verdict]++
		if ch.Verdict == breaking.Caution {
			diags = append(diags, ch.Diagnostic())
		}
	}
	for i := range changes {
		if ch := &changes[i]; ch.Verdict == breaking.Compatible && f.all {
			diags = append(diags, ch.Diagnostic())
		}
	}
	if f.format.Value() != diag.Text {
		return cli.Negative(f.render(cmd.OutOrStdout(), diags))
	}
	if err := diag.RenderLines(cli.Coloured(cmd.ErrOrStderr()), diags); err != nil {
		return err
	}
	summary := fmt.Sprintf("changes that break clients: %d, may surprise them: %d, are compatible: %d",
		wire[breaking.Break], wire[breaking.Caution], wire[breaking.Compatible])
	if f.goCode {
		summary += fmt.Sprintf(", break Go code alone: %d", goBreaks)
	}
	if !f.quiet {
		cli.Complainf(cmd.ErrOrStderr(), "%s\n", summary)
	}
	if diags.HasErrors() {
		return cli.ErrNegative
	}
	return nil
}
