package parser

import (
	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// An assembler builds the Tree from the units. It visits files in the order of
// QEMU's front end, which parses an included file at the first directive that
// names it. Diagnostics are then in QEMU's order.
type assembler struct {
	loader *loader
	tree   *Tree
	diags  diag.List
	// inComments counts the diags about documentation comments.
	inComments int
	files      map[string]*File // visited files by absolute path
	chain      []*unit          // the includes that lead to the current file, from the root
	layout     layoutFaults
}

// assemble fills tree with what l has read.
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

// walk adds u to the tree, and every file that u is the first to include.
func (a *assembler) walk(u *unit) *File {
	a.chain = append(a.chain, u)
	w := fileWalk{assembler: a, unit: u, file: &File{Source: u.src, Module: moduleName(a.chain[0].abs, u.abs)}}
	a.tree.Files = append(a.tree.Files, w.file)
	a.files[u.abs] = w.file
	w.run()
	a.chain = a.chain[:len(a.chain)-1]
	return w.file
}

// A fileWalk adds one file to the tree.
type fileWalk struct {
	*assembler
	unit *unit
	file *File
	// pending is the documentation comment before the next expression.
	pending *comment
	// afterNonObject is true if the last expression was not an object. Further
	// ones of that kind belong to the same mistake.
	afterNonObject bool
}

func (w *fileWalk) run() {
	entries := w.unit.entries
	for i, e := range entries {
		// QEMU meets this syntax error before it has finished e.
		var ahead *syntaxError
		if i+1 < len(entries) && entries[i+1].early {
			ahead = entries[i+1].fatal
		}
		switch {
		case e.fatal != nil:
			if !e.early || i == 0 {
				w.syntaxError(e.fatal)
			}
			w.addBroken(e.value)
			w.pending = nil
		case e.unfinished:
			w.rejectPending()
			w.addCommentDiags(e.comment.problems...)
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

// addBroken records a definition that has a syntax error, so that the model
// knows its name. v is the part that was read, or nil.
func (w *fileWalk) addBroken(v *Value) {
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

// comment adds a documentation comment. A syntax error ahead is reported before
// the problems that QEMU finds after it has read the next token.
func (w *fileWalk) comment(c *comment, ahead *syntaxError) {
	w.rejectPending()
	w.layout.add(c.layout)
	w.addCommentDiags(c.problems...)
	w.syntaxError(ahead)
	w.addCommentDiags(c.late...)
	w.tree.Docs = append(w.tree.Docs, c.doc)
	w.pending = c
}

// addCommentDiags adds diagnostics about documentation comments.
func (a *assembler) addCommentDiags(found ...diag.Diagnostic) {
	a.diags = append(a.diags, found...)
	a.inComments += len(found)
}

// definitionKinds are the keys that name definitions.
var definitionKinds = map[string]bool{
	"enum": true, "struct": true, "union": true, "alternate": true, "command": true, "event": true,
}

// expression adds a top-level expression. ahead is as for comment.
func (w *fileWalk) expression(e *entry, ahead *syntaxError) {
	report(&w.diags, w.unit.src, e.problems)
	w.syntaxError(ahead)
	if e.escape.IsValid() && !w.tree.Allows(edition.StringEscapes) {
		w.diags.Errorf(e.escape, e.escape, "a backslash may only escape a backslash").
			Note(diag.Pos{}, "%s", edition.StringEscapes.Advice())
	}
	switch v := e.value; {
	case v.Kind != Object:
		if !w.afterNonObject {
			w.diags.Errorf(v.Pos, v.End, "a schema consists of objects, found %s", v.Kind).
				Note(diag.Pos{}, "definitions follow each other as { ... } { ... }, without brackets, commas or text around them")
		}
		w.addBroken(nil)
	case v.Get("include") != nil:
		w.rejectPending()
		w.include(e)
	case v.Get("pragma") != nil:
		w.rejectPending()
		before := len(w.diags)
		w.pragma(v)
		w.tree.PragmasLost = w.tree.PragmasLost || e.lossy || len(w.diags) > before
	case e.lossy:
		w.addBroken(v)
	default:
		w.definition(v)
	}
	w.pending = nil
	w.afterNonObject = e.value.Kind != Object
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

// rejectPending reports documentation of a definition that does not follow.
func (w *fileWalk) rejectPending() {
	if c := w.pending; c != nil && c.doc.Symbol != "" {
		w.misplaced(c, "the definition of '%s' must stand right behind this comment", c.doc.Symbol)
	}
	w.pending = nil
}

// misplaced reports a comment that does not match what follows it.
func (a *assembler) misplaced(c *comment, format string, args ...any) *diag.Diagnostic {
	a.inComments++
	return a.diags.Errorf(c.doc.Pos, c.afterMark(), format, args...)
}
