package main

import (
	"errors"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/starter"
)

// initFlags are the flags that only init has.
type initFlags struct {
	schemaFlags
	module, qemuSchema string
	client             bool
}

func newInit() *cobra.Command {
	var flags initFlags
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a new project: a server, or a client of QEMU",
		Long: `init writes to DIR, by default the working directory, a Go module that compiles
and passes its tests: a server with a small schema, the package made of it, a
client, a test, and a workflow for CI. With --client it writes a client of QEMU,
with the package made of QEMU's schema.

Files that exist are not overwritten: if there is one of the project's, nothing
is written.

The module requires this version of qapi-gen. If this program was built from a
checkout, "go mod tidy" chooses the version.`,
		Example: `  qapi-gen init myvmm
  qapi-gen init --client --qemu-schema qemu/qapi/qapi-schema.json myclient`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return cli.Usagef(cmd, "%d folders are given, and init takes one", len(args))
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			return flags.run(cmd, args[0])
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVar(&flags.module, "module", "", "the `PATH` of the new module (default: example.com/ and DIR's name)")
	cmd.Flags().BoolVar(&flags.client, "client", false, "write a client of QEMU")
	cmd.Flags().StringVar(&flags.qemuSchema, "qemu-schema", "", "the `FILE` of QEMU's schema, qapi/qapi-schema.json in its sources")
	cli.CompleteNothing(cmd, "module")
	cli.CompleteFile(cmd, "qemu-schema", "json")
	return cmd
}

func (f *initFlags) run(cmd *cobra.Command, dir string) error {
	kind := starter.Server
	if f.client {
		kind = starter.Client
	}
	if f.client != (f.qemuSchema != "") {
		return cli.Usagef(cmd, "--client and --qemu-schema FILE go together: the client's package is made of that schema")
	}
	values, err := f.values(cmd, dir, kind)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, filepath.FromSlash(starter.Schema))
	var schema *model.Schema
	var diags diag.List
	if f.client {
		path = f.qemuSchema
		if schema, diags = f.checkQEMU(); diags.HasErrors() {
			return f.report(cmd.ErrOrStderr(), diags)
		}
	}
	files, err := starter.Files(kind, values)
	if err != nil {
		return err
	}
	if err := starter.Write(dir, files); err != nil {
		return err
	}
	if !f.client {
		schema, diags = f.check(path, nil) // the file has just been written
	}
	if err := f.writePackage(cmd, filepath.Join(dir, kind.Package()), path, schema, diags); err != nil {
		return err
	}
	cli.Complainf(cmd.ErrOrStderr(), "wrote a %s to %s. Next:\n%s", kind, dir, starter.NextSteps(kind, dir, values))
	return nil
}

// values returns the values for the templates.
func (f *initFlags) values(cmd *cobra.Command, dir string, kind starter.Kind) (v starter.Values, err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return v, err
	}
	v.Module = f.module
	if v.Module == "" {
		v.Module = "example.com/" + strings.ToLower(filepath.Base(abs))
	}
	if !starter.ModulePath.MatchString(v.Module) {
		return v, cli.Usagef(cmd, "%q is not the path of a Go module; give one with --module", v.Module)
	}
	v.Name = path.Base(v.Module)
	if version := moduleVersion(); starter.ReleaseVersion.MatchString(version) {
		v.Version = version
	}
	if kind == starter.Client {
		v.Schema, err = starter.SchemaFrom(filepath.Join(abs, kind.Package()), f.qemuSchema)
	}
	return v, err
}

// checkQEMU checks QEMU's schema, and that it has the commands that the client
// uses.
func (f *initFlags) checkQEMU() (*model.Schema, diag.List) {
	schema, diags := f.check(f.qemuSchema, nil)
	if schema == nil {
		return nil, diags
	}
	nowhere := diag.Pos{}
	for _, name := range []string{"query-status", "device_add", "device_del"} {
		if schema.Lookup(name) == nil {
			diags.Errorf(nowhere, nowhere,
				"%s has no command %s: --qemu-schema takes the schema of QEMU itself, qapi/qapi-schema.json in its sources", f.qemuSchema, name)
			break
		}
	}
	return schema, diags
}

// writePackage writes the package of a schema to dir, like the go:generate line
// of the project.
func (f *initFlags) writePackage(cmd *cobra.Command, dir, path string, schema *model.Schema, diags diag.List) error {
	pkg := filepath.Base(dir)
	files, diags, err := packageFiles(schema, diags, nil, gen.Options{Package: pkg, Docs: gen.DocsFull})
	if err != nil || diags.HasErrors() {
		return errors.Join(err, f.report(cmd.ErrOrStderr(), diags))
	}
	generate := generateFlags{schemaFlags: f.schemaFlags, dir: dir, progressFlags: progressFlags{quiet: true}}
	_, err = generate.put(cmd, path, pkg, files)
	return err
}
