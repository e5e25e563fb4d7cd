package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// An assembler puts the units into one Tree. It goes through them in the
// order in which QEMU's front end does, which parses an included file at the
// first directive that names it, so that diagnostics come in QEMU's order.
type assembler struct {
	loader *loader
	tree   *Tree
	diags  diag.List
	// inComments is how many of diags are about documentation comments.
	inComments int
	files      map[string]*File // those walked through, or being walked, by absolute path
	chain      []*unit          // the includes that lead to the current file, from the root
	layout     layoutFaults
}

// assemble puts what l has read into tree.
func (l *loader) assemble(tree *Tree) diag.List {
	a := &assembler{loader: l, tree: tree, files: map[string]*File{}}
	a.walk(l.root)
	if err := l.root.readErr; err != nil {
		start := l.root.src.At(0)
		a.diags.Errorf(start, start, "cannot read schema: %v", readfile.Reason(err))
	}
	a.tree.Whole = len(a.diags) == a.inComments
	a.tree.Layout = a.layout.summary()
	a.diags.Curtail()
	return a.diags
}

// walk goes through u and all it is the first to include.
func (a *assembler) walk(u *unit) *File {
	a.chain = append(a.chain, u)
	w := fileWalk{assembler: a, unit: u, file: &File{Source: u.src, Module: moduleName(a.chain[0].abs, u.abs)}}
	a.tree.Files = append(a.tree.Files, w.file)
	a.files[u.abs] = w.file
	w.run()
	a.chain = a.chain[:len(a.chain)-1]
	return w.file
}

// A fileWalk goes through one file.
type fileWalk struct {
	*assembler
	unit *unit
	file *File
	// pending is the documentation comment in front of what comes next.
	pending *comment
	// outside tells that the last expression was no object, so that further
	// ones are part of the same mistake.
	outside bool
}

func (w *fileWalk) run() {
	entries := w.unit.entries
	for i, e := range entries {
		// A syntax error that QEMU meets before it is done with e.
		var ahead *syntaxError
		if i+1 < len(entries) && entries[i+1].early {
			ahead = entries[i+1].fatal
		}
		switch {
		case e.fatal != nil:
			if !e.early || i == 0 {
				w.syntaxError(e.fatal)
			}
			w.broken(e.value)
			w.pending = nil
		case e.unfinished:
			w.rejectPending()
			w.wrongComment(e.comment.problems...)
		case e.comment != nil:
			w.comment(e.comment, ahead)
		default:
			w.expression(e, ahead)
		}
	}
	w.rejectPending()
}

func (w *fileWalk) syntaxError(e *syntaxError) {
	if e != nil {
		report(&w.diags, w.unit.src, e.problems)
	}
}

// broken notes the name of a definition that has a syntax error, so that the
// model knows it. v is what was read of it, nil if nothing was.
func (w *fileWalk) broken(v *Value) {
	name := ""
	if v != nil && v.Get("pragma") != nil {
		w.tree.PragmasLost = true
	}
	if v != nil && v.Kind == Object && len(v.Members) > 0 {
		if first := v.Members[0].Value; first != nil && first.Kind == String && definitionKinds[v.Members[0].Key] {
			name = first.Str
		}
	}
	w.tree.Broken = append(w.tree.Broken, name)
}

// comment deals with a documentation comment. A syntax error ahead comes before
// what QEMU finds once it has read the next token.
func (w *fileWalk) comment(c *comment, ahead *syntaxError) {
	w.rejectPending()
	w.layout.add(c.layout)
	w.wrongComment(c.problems...)
	w.syntaxError(ahead)
	w.wrongComment(c.late...)
	w.tree.Docs = append(w.tree.Docs, c.doc)
	w.pending = c
}

// wrongComment adds what is wrong with documentation comments.
func (a *assembler) wrongComment(found ...diag.Diagnostic) {
	a.diags = append(a.diags, found...)
	a.inComments += len(found)
}

// definitionKinds are the keys that name definitions.
var definitionKinds = map[string]bool{
	"enum": true, "struct": true, "union": true, "alternate": true, "command": true, "event": true,
}

// expression deals with a top-level expression; ahead is as for comment.
func (w *fileWalk) expression(e *entry, ahead *syntaxError) {
	report(&w.diags, w.unit.src, e.problems)
	w.syntaxError(ahead)
	if e.escape.IsValid() && !w.tree.Allows(edition.StringEscapes) {
		w.diags.Errorf(e.escape, e.escape, "a backslash may only escape a backslash").
			Note(diag.Pos{}, "%s", edition.StringEscapes.Advice())
	}
	switch v := e.value; {
	case v.Kind != Object:
		if !w.outside {
			w.diags.Errorf(v.Pos, v.End, "a schema consists of objects, found %s", v.Kind).
				Note(diag.Pos{}, "definitions follow each other as { ... } { ... }, without brackets, commas or text around them")
		}
		w.broken(nil)
	case v.Get("include") != nil:
		w.rejectPending()
		w.include(e)
	case v.Get("pragma") != nil:
		w.rejectPending()
		before := len(w.diags)
		w.pragma(v)
		w.tree.PragmasLost = w.tree.PragmasLost || e.lossy || len(w.diags) > before
	case e.lossy:
		w.broken(v)
	default:
		w.definition(v)
	}
	w.pending = nil
	w.outside = e.value.Kind != Object
}

func (w *fileWalk) definition(v *Value) {
	node := &Node{File: w.file, Object: v}
	if c := w.pending; c != nil {
		node.Doc = c.doc
		if c.doc.Symbol == "" && !c.nameless {
			c.doc.Faulty = true
			w.misplaced(c, "documentation comment in front of a definition must start with a line @NAME:").
				Note(v.Pos, "the definition is here")
		}
	}
	w.tree.Nodes = append(w.tree.Nodes, node)
}

// rejectPending refuses documentation of a definition that does not follow.
func (w *fileWalk) rejectPending() {
	if c := w.pending; c != nil && c.doc.Symbol != "" {
		w.misplaced(c, "the definition of '%s' must stand right behind this comment", c.doc.Symbol)
	}
	w.pending = nil
}

// misplaced reports a comment that does not go with what is behind it.
func (a *assembler) misplaced(c *comment, format string, args ...any) *diag.Diagnostic {
	a.inComments++
	return a.diags.Errorf(c.doc.Pos, c.behindMark(), format, args...)
}
