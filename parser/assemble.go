package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
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
		a.diags.Errorf(start, start, "cannot read schema: %v", reason(err))
	}
	a.tree.Whole = len(a.diags) == a.inComments
	a.tree.Layout = a.layout.summary()
	a.diags.Curtail()
	return a.diags
}

// walk goes through u and all it is the first to include.
func (a *assembler) walk(u *unit) *File {
	a.chain = append(a.chain, u)
	w := fileWalk{assembler: a, unit: u, file: &File{Source: u.src, Module: a.module(u)}}
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
}

func (w *fileWalk) run() {
	for i, e := range w.unit.entries {
		early := w.unit.early && i == len(w.unit.entries)-1
		if e.comment != nil {
			w.comment(e.comment, early)
		} else {
			w.expression(e, early)
		}
	}
	switch {
	case w.unit.fatal == nil:
		w.rejectPending()
	case !w.unit.early || len(w.unit.entries) == 0:
		if w.unit.unfinished != nil {
			w.rejectPending()
			w.wrongComment(w.unit.unfinished.problems...)
		}
		w.fatal()
	}
}

func (w *fileWalk) fatal() { report(&w.diags, w.unit.src, w.unit.fatal.problems) }

// comment deals with a documentation comment. Where early is set, the file's
// syntax error comes before what QEMU finds once it has read the next token.
func (w *fileWalk) comment(c *comment, early bool) {
	w.rejectPending()
	w.layout.add(c.layout)
	w.wrongComment(c.problems...)
	if early {
		w.fatal()
	}
	w.wrongComment(c.late...)
	w.tree.Docs = append(w.tree.Docs, c.doc)
	w.pending = c
}

// wrongComment adds what is wrong with documentation comments.
func (a *assembler) wrongComment(found ...diag.Diagnostic) {
	a.diags = append(a.diags, found...)
	a.inComments += len(found)
}

// expression deals with a top-level expression; early is as for comment.
func (w *fileWalk) expression(e *entry, early bool) {
	report(&w.diags, w.unit.src, e.problems)
	if early {
		w.fatal()
	}
	if e.escape.IsValid() && !w.tree.Allows(edition.StringEscapes) {
		w.diags.Errorf(e.escape, e.escape, "a backslash may only escape a backslash").
			Note(diag.Pos{}, "%s", edition.StringEscapes.Advice())
	}
	switch v := e.value; {
	case v.Kind != Object:
		w.diags.Errorf(v.Pos, v.End, "a schema consists of objects, found %s", v.Kind)
	case v.Get("include") != nil:
		w.rejectPending()
		w.include(e)
	case v.Get("pragma") != nil:
		w.rejectPending()
		w.pragma(v)
	default:
		w.definition(v)
	}
	w.pending = nil
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
