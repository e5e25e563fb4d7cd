package gen

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"
)

// decls writes the declarations of one file.
//
// Functions nest and are built as jennifer trees. Comments and the lines of
// types and tables are most of the output and do not nest. They are written as
// text, because a tree takes twenty times the memory of its text. Each
// declaration is written out before the next is built, so that the trees of a
// whole file are never in memory.
type decls struct {
	layout  layouter
	trees   trees
	imports map[string]bool // by path
	count   int
	text    []byte // of the current line
}

// reset prepares d for another file and reuses the memory.
func (d *decls) reset() {
	if size := cap(d.layout.out); size < usualSize || size > 2*usualSize {
		d.layout.out = make([]byte, 0, usualSize)
	}
	d.layout.reset()
	d.imports = map[string]bool{}
	d.count = 0
}

// usualSize is larger than most files, in bytes.
const usualSize = 1 << 20

func (d *decls) empty() bool { return d.count == 0 }

// add writes declarations after a doc comment, which may be empty. They are on
// adjacent lines, between blank lines.
func (d *decls) add(doc string, declarations ...jen.Code) {
	if doc != "" {
		d.trees.add(d, jen.Comment(doc))
	}
	for _, c := range declarations {
		d.trees.add(d, c)
	}
	d.trees.add(d, blankLine)
	d.count++
}

// tree writes a tree within a declaration that is otherwise text.
func (d *decls) tree(c jen.Code) { d.trees.add(d, c) }

// doc writes a doc comment, which may be empty.
func (d *decls) doc(comment string) {
	if comment == "" {
		return
	}
	d.trees.flush(d)
	d.layout.comment(comment)
}

// line writes a line that consists of parts.
func (d *decls) line(parts ...string) {
	d.trees.flush(d)
	d.text = d.text[:0]
	for _, p := range parts {
		d.text = append(d.text, p...)
	}
	d.layout.line(d.text)
}

// block writes head, which ends in an open bracket, then the lines inside, and
// tail, which closes the bracket.
func (d *decls) block(head string, inside func(), tail string) {
	d.line(head)
	inside()
	d.line(tail)
}

// end ends a declaration that was written line by line.
func (d *decls) end() {
	d.trees.flush(d)
	d.layout.empty()
	d.count++
}

// oneLiner declares a method whose body is a single expression. It takes one
// line, aligned with those around it, if gofmt would leave it on one.
func (d *decls) oneLiner(signature, result string) {
	const (
		limit   = 99 // gofmt's 100 for the header, one more, and the statement
		header  = "func "
		returns = "return "
	)
	if len(header)+len(signature)+len(returns)+len(result) > limit {
		d.line(header, signature, " {")
		d.line(returns, result)
		d.line("}")
		return
	}
	d.line(header, signature, cell, "{ ", returns, result, " }")
}

// typ returns t as text for a line of d, and imports its package.
func (d *decls) typ(t goType) string {
	if t.path != "" {
		d.imports[t.path] = true
	}
	return t.String()
}

// qual returns a name of another package as text for a line of d, and imports
// the package.
func (d *decls) qual(path, name string) string {
	return d.typ(goType{path: path, name: name})
}

// importBlock declares the imports, those of the standard library first.
func (d *decls) importBlock() string {
	var std, own []string
	for p := range d.imports {
		if strings.HasPrefix(p, modulePath) {
			own = append(own, p)
		} else {
			std = append(std, p)
		}
	}
	slices.Sort(std)
	slices.Sort(own)
	switch paths := slices.Concat(std, own); len(paths) {
	case 0:
		return ""
	case 1:
		return "import " + strconv.Quote(paths[0]) + "\n\n"
	}
	var b strings.Builder
	b.WriteString("import (\n")
	for _, p := range std {
		b.WriteString("\t" + strconv.Quote(p) + "\n")
	}
	if len(std) > 0 && len(own) > 0 {
		b.WriteString("\n")
	}
	for _, p := range own {
		b.WriteString("\t" + strconv.Quote(p) + "\n")
	}
	b.WriteString(")\n\n")
	return b.String()
}

// trees collects declarations for jennifer to render. jennifer keeps a file in
// memory until it renders all of it. Each batch is therefore a file of its own,
// whose package clause and imports are removed.
type trees struct {
	file  *jen.File
	count int
}

// batch is the number of trees rendered together. Smaller batches spend more
// time on package clauses, larger ones more memory.
const batch = 64

func (t *trees) add(d *decls, c jen.Code) {
	if t.file == nil {
		t.file = jen.NewFilePathName("", framePackage)
		t.file.NoFormat = true
		for _, p := range ownPackages {
			t.file.ImportName(p, path.Base(p))
		}
	}
	t.file.Add(c)
	if t.count++; t.count == batch {
		t.flush(d)
	}
}

// flush renders the collected declarations.
func (t *trees) flush(d *decls) {
	if t.count == 0 {
		return
	}
	if err := t.file.Render((*frame)(d)); err != nil {
		// Render returns an error only if the writer or go/format does. The
		// writer never does, and go/format is not used.
		panic(err)
	}
	*t = trees{}
}

const framePackage = "p"

// A frame receives the file that jennifer renders for a batch. It adds the
// imports to those of decls, and lays out the declarations.
type frame decls

// Write receives the whole file in one call.
func (f *frame) Write(file []byte) (int, error) {
	d := (*decls)(f)
	text := bytes.TrimPrefix(file, []byte("package "+framePackage+"\n\n"))
	if imports, rest, ok := bytes.Cut(text, []byte("\n\n")); ok && bytes.HasPrefix(imports, []byte("import ")) {
		text = rest
		for line := range bytes.Lines(imports) {
			if i := bytes.IndexByte(line, '"'); i >= 0 {
				d.imports[string(line[i+1:bytes.LastIndexByte(line, '"')])] = true
			}
		}
	}
	d.layout.lines(bytes.TrimPrefix(text, []byte("\n"))) // each tree starts a line
	return len(file), nil
}
