package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/internal/workspace"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// schemaFlags are the flags for reading schemas and for printing diagnostics.
type schemaFlags struct {
	edition editionFlag
	verbose bool
	layout  bool // warn of the layout of comments
	format  cli.Choice[diag.Format]
	stdin   cli.Stdin
	// readFile reads the files of a schema, if it is not nil.
	readFile func(path string) ([]byte, error)
}

func (f *schemaFlags) register(cmd *cobra.Command) {
	f.edition.register(cmd, "edition", "apply the rules of this QEMU `VERSION`; auto accepts a schema if any release does")
	cmd.Flags().BoolVar(&f.verbose, "verbose", false, "print which edition's rules apply to a schema, and why")
	f.registerFormat(cmd)
}

// registerFormat registers the flag for the format of diagnostics.
func (f *schemaFlags) registerFormat(cmd *cobra.Command) {
	var formats []cli.Word[diag.Format]
	for _, format := range diag.Formats() {
		formats = append(formats, cli.Word[diag.Format]{Name: string(format), Value: format})
	}
	f.format = cli.NewChoice(formats...)
	f.stdin = cli.NewStdin(cmd)
	f.format.Register(cmd, "format", "print diagnostics in this `FORMAT`")
}

// check reads and checks a schema, and conditions that are to hold in it. The
// schema is nil where there are errors, and else still the whole one.
func (f *schemaFlags) check(path string, conds *conditions) (*model.Schema, diag.List) {
	opts := parser.Options{Edition: f.edition.value, ReadFile: f.readFile}
	if path == cli.StdinPath {
		path, opts.ReadFile = cli.StdinName, f.stdin.SchemaFile
	} else if diags := readable(path); diags != nil {
		return nil, diags
	}
	cli.PrepareHeap()
	tree, diags := parser.Parse(path, opts)
	schema, diags := model.BuildParsed(tree, diags)
	tree.Nodes = nil // the expressions would keep more memory than the model
	if f.layout {
		diags = append(diags, tree.Layout...)
	}
	if f.verbose {
		diags = append(diags, editionNotice(tree)...)
	}
	if schema == nil {
		noteRoot(path, diags)
		return nil, diags
	}
	if len(schema.Definitions) == 0 {
		root := tree.Files[0].Source.At(0)
		diags.Errorf(root, root, "the schema declares nothing: no command, event or type").Severity = diag.Warning
	}
	return schema, append(diags, conds.unknown(schema)...)
}

// checkSchemaArg returns an error if the argument for SCHEMA names a server.
func checkSchemaArg(cmd *cobra.Command, arg string) error {
	if cli.NamesServer(arg) {
		return cli.Usagef(cmd, "%s is a server, and SCHEMA is expected; name the server with --socket %s", arg, arg)
	}
	return nil
}

// readable reports why the schema file itself cannot be read.
func readable(path string) (diags diag.List) {
	nowhere := diag.Pos{}
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		diags.Errorf(nowhere, nowhere, "there is no schema file %s", path)
	case err != nil:
		diags.Errorf(nowhere, nowhere, "the schema cannot be read: %v", err)
	case info.IsDir():
		diags.Errorf(nowhere, nowhere, "%s is a folder; name the file of the schema's root module in it", path)
	case !info.Mode().IsRegular():
		diags.Errorf(nowhere, nowhere, "%s is %s, not a regular file; - reads the schema from standard input", path, readfile.Kind(info.Mode()))
	default:
		if err := parser.CheckName(filepath.Base(path)); err != nil {
			diags.Errorf(nowhere, nowhere, "the schema cannot be read: %v", err)
		}
	}
	return diags
}

// noteRoot says, at the last error about a schema, that its file is a module of
// QEMU's root module beside it: the pragmas of that permit what the errors refuse.
func noteRoot(path string, diags diag.List) {
	const rootName = "qapi-schema.json"
	name := filepath.Base(path)
	if name == rootName {
		return
	}
	root := filepath.Join(filepath.Dir(path), rootName)
	text, err := readfile.File(root, cli.MaxDocument)
	if err != nil || !bytes.Contains(text, []byte("'"+name+"'")) {
		return
	}
	for i := len(diags) - 1; i >= 0; i-- {
		if diags[i].Severity == diag.Error {
			diags[i].Note(diag.Pos{}, "%s is a module of %s, whose pragmas apply to it: name that file", path, root)
			return
		}
	}
}

// report writes diagnostics for commands that make something else, and turns
// errors among them into cli.ErrReported. It is called once in a run, since each
// call writes a whole JSON document.
func (f *schemaFlags) report(stderr io.Writer, diags diag.List) error {
	if len(diags) == 0 {
		return nil
	}
	return f.render(stderr, diags)
}

func (f *schemaFlags) render(w io.Writer, diags diag.List) error {
	var err error
	if format := f.format.Value(); format == diag.GitHub {
		err = diag.RenderGitHub(w, diags, workspacePaths())
	} else {
		if format == diag.Text {
			w = cli.Coloured(w)
		}
		err = diag.Render(w, diags, format)
	}
	if err != nil {
		return err
	}
	if diags.HasErrors() {
		return cli.ErrReported
	}
	return nil
}

// workspacePaths returns what names files in annotations of GitHub.
func workspacePaths() func(file string) string {
	w := workspace.New()
	return func(file string) string {
		if file == cli.StdinName {
			return file
		}
		return w.Path(file)
	}
}
