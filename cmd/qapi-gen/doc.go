package main

import (
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/outdir"
	"github.com/qapi-go/qapi-gen/site"
)

// docFlags are the flags that only doc has.
type docFlags struct {
	schemaFlags
	defineFlags
	againstFlags
	progressFlags
	address       string // of --serve
	output, names string
	site          site.Options
	recordings    []string // of devices
	checkOnly     bool
}

func newDoc() *cobra.Command {
	var flags docFlags
	cmd := &cobra.Command{
		Use:   "doc SCHEMA -o DIR",
		Short: "Write the HTML reference of a schema",
		Long: `doc writes a site to DIR: a page for each command, event, type and module of a
schema, with search. It needs no server: open DIR/index.html in a browser, or
put DIR below any address of a web server. It loads nothing from elsewhere.

A page has the members of a definition, and types in place below them; what the
schema says about it; a request in JSON, in Go and as a command line; and what
uses a type, each with its capability path. The link to a member ends in that
path.

With --single, doc writes one file, which -o names. It has no types in place.

With --against, which can be given more than once, the site says at each
definition and member which of the releases have it, and has pages of what
changed from one to the next and to SCHEMA. OLD is a schema, of any edition, or
a server's reply to query-qmp-schema. The label of a release is the version in
its path ("7.2.0" of src/7.2.0/qapi.json), or else the name of the file.
Releases whose labels are versions are put in order; others are given from the
oldest to the newest. What the texts of SCHEMA say ("since") has no part in it.

With --devices, which can be given more than once, the site also has the devices
of QEMU that devices record has recorded, with their properties. --single leaves
them out.

With --serve, doc writes nothing. It serves the site at ADDRESS until it is
interrupted, makes it again when a file of SCHEMA changes, and reloads the pages
that are open. What is wrong with SCHEMA stands on top of the last site without
errors. Without a host, ADDRESS is that of this computer alone. A request must
be for localhost, for the host in ADDRESS, or for a number of an address.

doc replaces all files that change, or none, and removes those that it no longer
writes. It does not touch files that it did not write, and fails if one of them
is in the way. With --check, it writes nothing. If the output is out of date, it
prints the difference to standard output, and the exit status is 1.

With -D or --define-file, the site lacks the parts of the schema whose condition
is false. Diagnostics go to standard error in every format.`,
		Example: `  qapi-gen doc -o site qapi/vmm.json
  qapi-gen doc -o site --against 1.0/vmm.json --against 1.1=reply.json vmm.json
  qapi-gen doc --serve :8080 qapi/vmm.json
  qapi-gen doc --single -o vmm.html qapi/vmm.json
  qapi-gen doc -o site --title QMP -p qmpapi qapi/qapi-schema.json`,
		ValidArgsFunction: completeSchema,
		Args:              oneSchema,
		RunE:              func(cmd *cobra.Command, args []string) error { return flags.run(cmd, args[0]) },
	}
	flags.register(cmd)
	return cmd
}

func (f *docFlags) register(cmd *cobra.Command) {
	f.schemaFlags.register(cmd)
	f.defineFlags.register(cmd)
	f.againstFlags.register(cmd)
	cmd.Flags().StringVar(&f.address, "serve", "", "show the site at `ADDRESS` (HOST:PORT), and again when SCHEMA changes")
	cli.CompleteNothing(cmd, "serve")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "the `DIR` to write the site to, or the file with --single")
	cli.CompleteFile(cmd, "output")
	cmd.Flags().BoolVar(&f.site.Single, "single", false, "write one file")
	cmd.Flags().StringVar(&f.site.Title, "title", "", "the `TITLE` of the site (default: that of the schema's documentation)")
	cmd.Flags().StringVarP(&f.site.Package, "package", "p", "", "the `NAME` of the Go package in examples (default: made from the name of SCHEMA)")
	registerNames(cmd, &f.names, "read Go names from `FILE`, with lines QAPI-NAME = GoName")
	cmd.Flags().StringArrayVar(&f.recordings, "devices", nil, "show the devices in the recording `FILE` (repeatable)")
	cli.CompleteFile(cmd, "devices", "json")
	cmd.Flags().BoolVar(&f.checkOnly, "check", false, "write nothing, and fail if the output is out of date")
	f.progressFlags.register(cmd, "on a terminal, do not print what is being done and what was written")
	cli.CompleteNothing(cmd, "package")
	cli.CompleteNothing(cmd, "title")
}

func (f *docFlags) run(cmd *cobra.Command, path string) error {
	if err := f.checkReleases(cmd); err != nil {
		return err
	}
	if cmd.Flags().Changed("serve") {
		return f.serve(cmd, path)
	}
	dir, err := f.folder(cmd)
	if err != nil {
		return err
	}
	if f.site.Package != "" && !isPackageName(f.site.Package) {
		return cli.Usagef(cmd, "-p %q is not the name of a Go package", f.site.Package)
	}
	conds, err := f.conditions(cmd)
	if err != nil {
		return err
	}
	f.begin(cmd, "reading "+path)
	defer f.end()
	files, diags, err := f.build(path, conds)
	if err == nil && !diags.HasErrors() {
		var stale diag.List
		stale, _, err = f.write(cmd, path, dir, files, "site", f.checkOnly)
		diags = append(diags, stale...)
	}
	f.end()
	return errors.Join(f.report(cmd.ErrOrStderr(), diags), err)
}

// folder is where the site is to be.
func (f *docFlags) folder(cmd *cobra.Command) (*outdir.Dir, error) {
	dir := &outdir.Dir{
		Path: f.output, Marks: site.Marks, Folders: site.Folders, Keep: f.site.Single,
		Waiting: func() { f.wait(cmd, f.output) },
	}
	switch {
	case f.output == "" && f.site.Single:
		return nil, cli.Usagef(cmd, "-o FILE is missing: the file to write")
	case f.output == "":
		return nil, cli.Usagef(cmd, "-o DIR is missing: the folder to write the site to")
	case f.site.Single && filepath.Ext(f.output) != ".html":
		return nil, cli.Usagef(cmd, "-o %s: the name of the file must end in .html", f.output)
	case f.site.Single:
		dir.Path, dir.Folders = filepath.Dir(f.output), nil
		return dir, nil
	default:
		return dir, checkFolder(f.output)
	}
}

// build makes the files of the site. There are none where the list has errors.
func (f *docFlags) build(path string, conds *conditions) ([]outdir.File, diag.List, error) {
	opts := f.site
	var ofNames diag.List
	if f.names != "" {
		var err error
		if opts.Names, ofNames, err = readNames(f.names); err != nil {
			return nil, nil, err
		}
	}
	if len(f.recordings) > 0 {
		var err error
		if opts.Devices, _, err = readRecordings(f.recordings); err != nil { // its warnings are for generate
			return nil, nil, err
		}
	}
	schema, diags := f.check(path, conds)
	if schema != nil {
		var more diag.List
		schema, more = conds.configure(schema)
		diags = append(diags, more...)
	}
	if schema == nil {
		return nil, append(ofNames, diags...), nil
	}
	if opts.Names != nil {
		diags = append(diags, gen.CheckNames(schema, opts.Names)...)
	}
	if diags.HasErrors() {
		return nil, diags, nil
	}
	var ofOlder diag.List
	var err error
	if opts.History, ofOlder, err = f.history(path, schema, conds); err != nil || ofOlder.HasErrors() {
		return nil, append(diags, ofOlder...), err
	}
	made, err := site.Build(schema, opts)
	files := make([]outdir.File, len(made))
	for i, file := range made {
		files[i] = outdir.File{Name: file.Path, Content: file.Content}
		if f.site.Single {
			files[i].Name = filepath.Base(f.output)
		}
	}
	return files, diags, err
}
