package main

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/devices"
	"github.com/qapi-go/qapi-gen/devices/gocode"
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/gofolder"
	"github.com/qapi-go/qapi-gen/internal/outdir"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/model"
)

// deviceFlags are the flags of generate for a package of devices.
type deviceFlags struct {
	recordings, patterns []string
	schemaPackage        string
	unstable             bool
}

func (f *deviceFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.recordings, "devices", nil, "write the package of the devices in the recording `FILE` (repeatable)")
	cmd.Flags().StringArrayVar(&f.patterns, "device", nil, "write only devices whose name matches `PATTERN`, such as 'virtio-*-pci' (repeatable)")
	cmd.Flags().StringVar(&f.schemaPackage, "schema-package", "", "the folder or import `PATH` of SCHEMA's package, which has the enums (default: the folder above DIR)")
	cmd.Flags().BoolVar(&f.unstable, "unstable", false, "also write properties that begin with x-, and devices that a user cannot create")
	cli.CompleteFile(cmd, "devices", "json")
	cli.CompleteNothing(cmd, "device")
	if err := cmd.MarkFlagDirname("schema-package"); err != nil {
		panic(err) // the flag has just been made
	}
}

// takeRecordings adds to the recordings of --devices those among the arguments, so that
// --devices a.json b.json has both. It returns the other arguments.
func (f *deviceFlags) takeRecordings(args []string) (others []string) {
	if len(f.recordings) == 0 {
		return args
	}
	for _, arg := range args {
		text, err := readfile.File(arg, cli.MaxDocument)
		switch {
		case err != nil || !devices.IsRecording(text):
			others = append(others, arg)
		case !slices.Contains(f.recordings, arg):
			f.recordings = append(f.recordings, arg)
		}
	}
	return others
}

// check returns an error for flags that do not go together.
func (f *deviceFlags) check(cmd *cobra.Command) error {
	with, against := []string{"device", "schema-package", "unstable"}, []string{"only", "docs"}
	for _, name := range with {
		if len(f.recordings) == 0 && cmd.Flags().Changed(name) {
			return cli.Usagef(cmd, "--%s is about a package of devices, which --devices FILE writes", name)
		}
	}
	for _, name := range against {
		if len(f.recordings) > 0 && cmd.Flags().Changed(name) {
			return cli.Usagef(cmd, "--%s is about the package of a schema, and --devices writes one of devices", name)
		}
	}
	return nil
}

// generateDevices makes the files of the package of devices.
func (f *generateFlags) generateDevices(cmd *cobra.Command, schemaPath, pkg string, conds *conditions) ([]outdir.File, diag.List, error) {
	set, merged, err := readRecordings(f.recordings)
	if err != nil {
		return nil, nil, err
	}
	if name, err := gofolder.GeneratedPackage(f.dir); err != nil || name != "" {
		return nil, nil, errors.Join(err, fmt.Errorf("%s has the package of a schema, which that of the devices would replace; choose another folder, such as %s",
			f.dir, filepath.Join(f.dir, "devices")))
	}
	opts := gocode.Options{Package: pkg, Patterns: f.patterns, Unstable: f.unstable}
	whole, diags := f.schemaFlags.check(schemaPath, conds)
	schema, more := conds.configure(whole)
	if diags = append(diags, more...); diags.HasErrors() {
		return nil, diags, nil
	}
	var ofNames diag.List
	var names *gen.Names
	if f.names != "" {
		if names, ofNames, err = readNames(f.names); err != nil {
			return nil, nil, err
		}
	}
	if opts.Schema, more, err = f.schemaTypes(cmd, schema, names); err != nil {
		return nil, nil, err
	}
	diags = append(append(diags, ofNames...), more...)
	if diags.HasErrors() {
		return nil, diags, nil
	}
	f.line.Say("generating package " + pkg)
	made, more := gocode.Package(set, opts)
	diags = append(append(diags, merged...), more...)
	files := make([]outdir.File, len(made))
	for i, file := range made {
		files[i] = outdir.File(file)
	}
	return files, diags, nil
}

// schemaTypes describes the package of the schema: where it is, and its types.
func (f *generateFlags) schemaTypes(cmd *cobra.Command, schema *model.Schema, names *gen.Names) (gocode.SchemaPackage, diag.List, error) {
	p := gocode.SchemaPackage{Types: map[string]string{}}
	goNames, diags := gen.TypeNames(schema, names)
	for _, def := range schema.Definitions {
		switch name := def.Common().Name; def.(type) {
		case *model.Enum, *model.Struct, *model.Union:
			p.Types[name] = goNames[name]
		}
	}
	folder := f.schemaPackage
	switch {
	case folder == "":
		folder = filepath.Join(f.dir, "..")
	case !strings.HasPrefix(folder, ".") && !filepath.IsAbs(folder):
		p.Path, p.Name = folder, nameOfImport(folder)
		return p, diags, nil
	}
	var err error
	if p.Name, err = gofolder.GeneratedPackage(folder); err != nil {
		return p, diags, err
	}
	if p.Name == "" {
		return p, diags, cli.Usagef(cmd, "%s has no package that was generated from a schema; generate it first, or name its folder or import path with --schema-package", folder)
	}
	p.Path, err = gofolder.ImportPath(folder)
	return p, diags, err
}

// nameOfImport returns the name by which generated code imports a package. The package's
// own name may be another, as in example.com/qemu-api or example.com/qemu/v2.
func nameOfImport(importPath string) string {
	base := path.Base(importPath)
	if majorVersion.MatchString(base) {
		base = path.Base(path.Dir(importPath))
	}
	name := notInNames.ReplaceAllString(strings.ToLower(base), "")
	if !isPackageName(name) {
		return "schema"
	}
	return name
}

var (
	majorVersion = regexp.MustCompile(`^v[0-9]+$`)
	notInNames   = regexp.MustCompile(`[^a-z0-9_]|^[0-9]+`)
)
