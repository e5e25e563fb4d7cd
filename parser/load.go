package parser

import (
	"bytes"
	"errors"
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
	// entries are what the file has, in order.
	entries []*entry
	// constructs are the first uses of what tells a schema's edition.
	constructs map[edition.Construct]diag.Pos
}

// An entry is one thing at the top level of a unit: a documentation comment, an
// expression, or a syntax error in the place of one.
type entry struct {
	comment  *comment
	value    *Value    // of an expression; what there is of one with a syntax error
	problems []problem // of the expression's inside
	lossy    bool      // one of them leaves open what a value was to be
	// fatal is a syntax error that made the reader give up, and go on at the
	// next definition.
	fatal *syntaxError
	// early tells that QEMU meets fatal before it deals with the entry in
	// front of it, because it reads one token ahead.
	early bool
	// unfinished tells that the comment runs into the syntax error behind it.
	unfinished bool
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
}

// maxFiles bounds the files of a schema. QEMU's have less than fifty; a symbolic
// link to a folder above it can make a few look like any number.
const maxFiles = 1024

// A loader reads files and parses them, each in a goroutine of its own as
// soon as the first include directive naming it has been read.
type loader struct {
	opts     Options
	tree     *Tree // nil until its edition is known
	rootPath string
	root     *unit
	running  sync.WaitGroup
	slots    chan struct{} // bounds the files in work, hence open files

	mu    sync.Mutex
	units map[string]*unit // by absolute path
}

// load reads the file at path and all it includes.
func load(path string, opts Options) *loader {
	l := &loader{
		opts: opts, rootPath: absolute(path),
		slots: make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
		units: map[string]*unit{},
	}
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
	if err := CheckName(moduleName(l.rootPath, abs)); err != nil {
		u.fail(err)
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
		u.entries = []*entry{{fatal: &syntaxError{problems: []problem{{off: i, end: i + 1, message: "file is not UTF-8", first: -1}}}}}
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

// maxSyntaxErrors bounds the syntax errors of a file behind which the reader
// goes on.
const maxSyntaxErrors = 50

// parse cuts u's text into entries. Behind a syntax error it goes on at the
// next definition, directive or documentation comment that starts a line.
func (l *loader) parse(u *unit) {
	text := string(u.src.Text)
	scan := &scanner{text: text, escapes: edition.StringEscapes.In(l.opts.Edition)}
	for errs := 0; scan.off < len(text) && errs < maxSyntaxErrors; {
		scan.startBatch()
		tokens, err := lexer.Upgrade(scan)
		off := scan.off
		if err == nil {
			off, err = l.parseItems(u, tokens)
		}
		if err != nil {
			scan.off = resume(text, off)
			errs++
		}
	}
}

// parseItems adds entries to u up to the end of the tokens or the first syntax
// error. That is an entry, too; off is then where the reader gave up.
func (l *loader) parseItems(u *unit, tokens *lexer.PeekingLexer) (off int, err error) {
	for !tokens.Peek().EOF() {
		if tok := tokens.Peek(); malformed(tok.Type) {
			return u.malformedAt(tok), errMalformed
		}
		it, err := items.ParseFromLexer(tokens, participle.AllowTrailing(true))
		if err != nil {
			fatal := asSyntaxError(err)
			u.entries = append(u.entries, &entry{fatal: fatal, value: fatal.partial})
			return gaveUpAt(tokens.Peek(), u.src.Text), err
		}
		l.add(u, it)
	}
	return 0, nil
}

// gaveUpAt is where the next entry may start behind a syntax error at tok. A
// documentation comment that does not start a line is part of the error.
func gaveUpAt(tok *lexer.Token, text []byte) int {
	off := tok.Pos.Offset
	if tok.Type == tokDoc && off > 0 && text[off-1] != '\n' {
		return off + len(tok.Value)
	}
	return off
}

// errMalformed tells that a malformed token stands where an expression starts.
var errMalformed = errors.New("malformed token")

// add makes it an entry of u. An include directive starts the reading of the
// file it names; whether the directive is as it should be is checked later.
func (l *loader) add(u *unit, it *item) {
	if it.Expr == nil {
		u.entries = append(u.entries, &entry{comment: &comment{off: it.Pos.Offset, text: it.Doc}})
		return
	}
	e := &entry{value: it.Expr.value, problems: it.Expr.problems, lossy: it.Expr.lossy}
	place(e.value, u.src)
	if off := it.Expr.escape; off >= 0 {
		e.escape = u.src.At(off)
	}
	if name, ok := includeName(e.value); ok {
		l.unit(joinInclude(u.path, name))
	}
	u.entries = append(u.entries, e)
}

// malformedAt makes an entry of a malformed token that is not inside an
// expression. It returns where the next entry may start.
func (u *unit) malformedAt(tok *lexer.Token) int {
	if unfinished := tok.Type == tokDocUnfinished || tok.Type == tokDocEndJunk || tok.Type == tokDocStartJunk; unfinished {
		c := &comment{off: tok.Pos.Offset, text: tok.Value}
		if tok.Type == tokDocStartJunk {
			c.text = "##"
		}
		u.entries = append(u.entries, &entry{comment: c, unfinished: true})
	}
	u.entries = append(u.entries, &entry{early: lexical(tok.Type), fatal: malformedError(tok, u.src.Text)})
	end := tok.Pos.Offset + len(tok.Value)
	if tok.Type == tokDocStartJunk {
		// What looks like the start of another comment is its last line.
		s := scanner{text: string(u.src.Text[tok.Pos.Offset:])}
		s.text = "##" + s.text[len(tok.Value):]
		if kind, n := s.scanDoc(); kind == tokDoc {
			end = tok.Pos.Offset + n - len("##") + len(tok.Value)
		}
	}
	return end
}
