package parser

import (
	"bytes"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A unit is one file as parsed by itself, before it is known which of the
// includes that name it is the first.
type unit struct {
	path string // it was read by
	abs  string // its identity: files are included once by absolute path
	src  *diag.Source
	// readErr is why the file could not be read at all.
	readErr error
	entries []*entry
	// constructs are the first uses of what tells a schema's edition.
	constructs map[edition.Construct]diag.Pos
	// unfinished is a documentation comment that runs into fatal.
	unfinished *comment
	// fatal is the syntax error that ends the file, nil without one.
	fatal *syntaxError
	// early tells that QEMU meets fatal before it deals with the last of
	// the entries, because it reads one token ahead.
	early bool
}

// An entry is one thing at the top level of a unit: either a documentation
// comment or an expression.
type entry struct {
	comment  *comment
	value    *Value
	problems []problem // of the expression's inside
	// escape is the place of the first string with an escape that newer
	// editions lack, zero without one.
	escape diag.Pos
}

// comments are all documentation comments of u.
func (u *unit) comments(yield func(*comment) bool) {
	for _, e := range u.entries {
		if e.comment != nil && !yield(e.comment) {
			return
		}
	}
	if u.unfinished != nil {
		yield(u.unfinished)
	}
}

// maxFiles bounds the files of a schema. QEMU's have less than fifty; a symbolic
// link to a folder above it can make a few look like any number.
const maxFiles = 1024

// A loader reads files and parses them, each in a goroutine of its own as
// soon as the first include directive naming it has been read.
type loader struct {
	opts    Options
	tree    *Tree // nil until its edition is known
	root    *unit
	running sync.WaitGroup
	slots   chan struct{} // bounds the files in work, hence open files

	mu    sync.Mutex
	units map[string]*unit // by absolute path
}

// load reads the file at path and all it includes.
func load(path string, opts Options) *loader {
	l := &loader{opts: opts, slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0)), units: map[string]*unit{}}
	l.root = l.unit(path)
	l.running.Wait()
	return l
}

// unit returns the unit of the file at path, and starts reading it if it is
// new. It does not wait for it.
func (l *loader) unit(path string) *unit {
	abs := absolute(path)
	l.mu.Lock()
	defer l.mu.Unlock()
	if u := l.units[abs]; u != nil {
		return u
	}
	return l.start(path, abs)
}

// reread replaces the unit of the file at path by one read by that path, and
// waits for it and all it includes. No other goroutine may be using l.
func (l *loader) reread(path string) *unit {
	u := l.start(path, absolute(path))
	l.running.Wait()
	return u
}

func (l *loader) start(path, abs string) *unit {
	u := &unit{path: path, abs: abs}
	l.units[abs] = u
	if len(l.units) > maxFiles {
		u.fail(fmt.Errorf("schema has more than %d files", maxFiles))
		return u
	}
	l.running.Go(func() {
		l.slots <- struct{}{}
		defer func() { <-l.slots }()
		l.read(u)
	})
	return u
}

// readComments reads the documentation comments of all files by the rules of
// the tree's edition.
func (l *loader) readComments(tree *Tree) {
	l.tree = tree
	for _, u := range l.units {
		l.running.Go(func() { l.readCommentsOf(u) })
	}
	l.running.Wait()
}

func (l *loader) readCommentsOf(u *unit) {
	for c := range u.comments {
		c.parse(u.src, l.tree)
	}
}

// absolute identifies a file as QEMU's front end does: by name, symbolic links
// not followed.
func absolute(path string) string {
	abs, err := filepath.Abs(filepath.FromSlash(path))
	if err != nil { // the working directory is gone
		return filepath.Clean(path)
	}
	return abs
}

func (l *loader) read(u *unit) {
	text, err := l.opts.ReadFile(u.path)
	if err != nil {
		u.fail(err)
		return
	}
	u.src = diag.NewSource(u.path, unixNewlines(text), diag.Pos{})
	if i := invalidUTF8(u.src.Text); i >= 0 {
		u.fatal = &syntaxError{problems: []problem{{off: i, end: i + 1, message: "file is not UTF-8", first: -1}}}
		return
	}
	l.parse(u)
	if l.opts.Edition == edition.Auto {
		u.constructs = constructsOf(u)
	}
	if l.tree != nil {
		l.readCommentsOf(u)
	}
}

// fail makes u a file that cannot be read.
func (u *unit) fail(err error) {
	u.readErr = err
	u.src = diag.NewSource(u.path, nil, diag.Pos{})
}

// unixNewlines turns the line ends of other systems into newlines, as Python
// does for QEMU's front end.
func unixNewlines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
}

// invalidUTF8 is the offset of the first byte of text that is not UTF-8, -1
// where all of it is.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; ; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// parse cuts u's text into entries, up to the first syntax error.
func (l *loader) parse(u *unit) {
	tokens, err := lexer.Upgrade(&scanner{text: string(u.src.Text), escapes: edition.StringEscapes.In(l.opts.Edition)})
	for err == nil && !tokens.Peek().EOF() {
		if tok := tokens.Peek(); malformed(tok.Type) {
			u.endAt(tok)
			return
		}
		var it *item
		if it, err = items.ParseFromLexer(tokens, participle.AllowTrailing(true)); err == nil {
			l.add(u, it)
		}
	}
	if err != nil {
		u.fatal = asSyntaxError(err)
	}
}

// add makes it an entry of u. An include directive starts the reading of the
// file it names; whether the directive is as it should be is checked later.
func (l *loader) add(u *unit, it *item) {
	if it.Expr == nil {
		u.entries = append(u.entries, &entry{comment: &comment{off: it.Pos.Offset, text: it.Doc}})
		return
	}
	e := &entry{value: it.Expr.value, problems: it.Expr.problems}
	place(e.value, u.src)
	if off := it.Expr.escape; off >= 0 {
		e.escape = u.src.At(off)
	}
	if name, ok := includeName(e.value); ok {
		l.unit(joinInclude(u.path, name))
	}
	u.entries = append(u.entries, e)
}

// endAt ends u at a malformed token that is not inside an expression.
func (u *unit) endAt(tok *lexer.Token) {
	u.early = lexical(tok.Type)
	u.fatal = malformedError(tok, u.src.Text)
	if u.early {
		return
	}
	u.unfinished = &comment{off: tok.Pos.Offset, text: tok.Value}
	if tok.Type == tokDocStartJunk {
		u.unfinished.text = "##"
	}
}
