// Package gen writes the Go package of a schema: its types with their tables,
// its client and its server.
package gen

import (
	"bytes"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/model"
)

// Options control the output of Package.
type Options struct {
	// Package is the name of the Go package.
	Package string
	// Names are Go names chosen by hand. It may be nil.
	Names *Names
	// Introspection returns the reply to query-qmp-schema, a JSON array with
	// one entry a line. The caller provides it, because its numbers are those
	// of the whole schema, and s may be a configured schema. Package calls it
	// at most once, in a separate goroutine, and only if the package contains
	// the array. Nil stands for a function that returns nothing.
	Introspection func() []byte
	// Only selects a part of the package. The zero value selects all parts.
	Only Part
	// Docs is the amount of the schema's texts in the package. The zero value
	// is all of them.
	Docs Docs
}

// Docs is the amount of the schema's documentation in the package. Names,
// kinds, conditions and features matter on the wire and are always documented.
type Docs string

// The amounts of documentation.
const (
	DocsFull    Docs = ""
	DocsSummary Docs = "summary" // the first sentence about each definition and member
	DocsNone    Docs = "none"    // no text of the schema
)

// A Part is a part of the package.
type Part string

// The parts. All of them include the types.
const (
	PartTypes  Part = "types"
	PartClient Part = "client"
	PartServer Part = "server"
)

func (o Options) client() bool { return o.Only == "" || o.Only == PartClient }
func (o Options) server() bool { return o.Only == "" || o.Only == PartServer }

// A File is a file of the package.
type File struct {
	Name    string
	Content []byte
}

// RootFile is a file that every package has. Its header names the schema's root
// module.
const RootFile = "qapi_wire.go"

// Package generates the Go package of s: a file for each module that defines
// something, in their order, then the package's own files. The same schema and
// options give the same bytes. The diagnostics are about names (see [Names])
// and include those of [ParseNames]. If one of them is an error, Package
// returns no files.
func Package(s *model.Schema, opts Options) ([]File, diag.List) {
	document := startIntrospection(opts)
	defer document()
	inv := newInventory(s)
	names, diags := assignNames(inv.all, opts.Names)
	if diags.HasErrors() {
		return nil, diags
	}
	g := &generator{
		schema:    s,
		inventory: inv,
		opts:      opts,
		document:  document,
		names:     names,
		byPointer: cyclicMembers(inv.all),
	}
	return g.render(g.sources()), diags
}

// A generator has the data that the emitters of one package share. They run
// concurrently and only read it.
type generator struct {
	schema    *model.Schema
	inventory inventory
	opts      Options
	document  func() []byte
	names     *names
	// byPointer are the mandatory members whose fields are pointers, because a Go
	// type cannot contain itself.
	byPointer map[*model.Member]bool
}

// A source describes a file to be written.
type source struct {
	name   string
	module string // the module in the header
	decls  func(*decls)
}

// sources returns the files of the package. Those made of several modules come
// last. They take longest and are written first.
func (g *generator) sources() []source {
	var list []source
	fileNames := moduleFiles(g.schema.Modules)
	for i, m := range g.schema.Modules {
		list = append(list, source{fileNames[i], m.Name, func(d *decls) { g.module(d, m) }})
	}
	root := g.schema.Modules[0].Name
	list = append(list, source{RootFile, root, g.wire})
	if g.opts.client() {
		list = append(list, source{"qapi_client.go", root, g.client})
		if len(definitionsOf[*model.Event](g.schema.Definitions)) > 0 {
			list = append(list, source{"qapi_events.go", root, g.events})
		}
	}
	if g.opts.server() {
		list = append(list,
			source{"qapi_server.go", root, g.server},
			source{"qapi_introspection.go", root, g.introspection})
	}
	return list
}

// render writes the files, as many at a time as there are processors.
func (g *generator) render(sources []source) []File {
	files := make([]File, len(sources))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(sources)) {
		workers.Go(func() {
			var d decls
			for {
				// The last sources take longest; see sources.
				i := len(sources) - int(next.Add(1))
				if i < 0 {
					return
				}
				files[i] = g.file(&d, sources[i], i == 0)
			}
		})
	}
	workers.Wait()
	return slices.DeleteFunc(files, func(f File) bool { return f.Content == nil })
}

// file writes one file. The first one has the package comment. Another one
// without declarations gets no content.
func (g *generator) file(d *decls, src source, first bool) File {
	d.reset()
	src.decls(d)
	d.trees.flush(d)
	if d.empty() && !first {
		return File{Name: src.name}
	}
	head := "// Code generated by qapi-gen. DO NOT EDIT.\n//\n// From " + src.module + "\n\n"
	if first {
		head += g.packageDoc() + "\n"
	}
	head += "package " + g.opts.Package + "\n\n" + d.importBlock()
	// A file ends with its last line.
	content := bytes.TrimRight(slices.Concat([]byte(head), d.layout.out), "\n")
	return File{src.name, append(content, '\n')}
}
