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

// A unit is one file, parsed before it is known which include directive is the
// first to name it.
type unit struct {
	path string // as passed to ReadFile
	abs  string // its identity: a file is included once
	src  *diag.Source
	// readErr is the error of reading the file, or nil.
	readErr error
	// entries are in source order.
	entries []*entry
	// constructs are the first uses of constructs that some editions do not
	// have.
	constructs map[edition.Construct]diag.Pos
}

// An entry is a documentation comment, an expression or a syntax error at the
// top level of a unit.
type entry struct {
	comment  *comment
	value    *Value    // of an expression; if it has a syntax error, the part that was read
	problems []problem // in the expression
	lossy    bool      // because of a problem, a value is not known
	// fatal is a syntax error. Reading continues at the next definition.
	fatal *syntaxError
	// early is true if QEMU meets fatal before it processes the previous entry,
	// because it reads one token ahead.
	early bool
	// unfinished is true if the syntax error that follows interrupts the
	// comment.
	unfinished bool
	// escape is the position of the first string with an escape that newer
	// editions do not have, or the zero position.
	escape diag.Pos
}

// comments yields the documentation comments of u.
func (u *unit) comments(yield func(*comment) bool) {
	for _, e := range u.entries {
		if e.comment != nil && !yield(e.comment) {
			return
		}
	}
}

// maxFiles bounds the number of files of a schema. QEMU's schemas have fewer
// than fifty. With a symbolic link to a parent folder, a few files can look
// like any number.
const maxFiles = 1024

// A loader reads and parses files. Each file has its own goroutine, which
// starts when the first include directive that names the file has been read.
type loader struct {
	opts     Options
	tree     *Tree // nil until its edition is known
	rootPath string
	root     *unit
	running  sync.WaitGroup
	slots    chan struct{} // bounds the files being read, and so the open files

	mu    sync.Mutex
	units map[string]*unit // by absolute path
}

// load reads the file at path and all that it includes.
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

// unit returns the unit of the file at path. If the file is new, unit starts
// reading it and does not wait.
func (l *loader) unit(path string) *unit {
	abs := absolute(path)
	l.mu.Lock()
	defer l.mu.Unlock()
	if u := l.units[abs]; u != nil {
		return u
	}
	return l.start(path, abs)
}

// reread reads the file at path again by that path, and replaces its unit. It
// waits until the file and all that it includes are read. No other goroutine
// may use l meanwhile.
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

// readComments parses the documentation comments of all files by the rules of
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

// absolute returns the identity of a file. Like QEMU's front end it goes by
// name and does not follow symbolic links.
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

// fail marks u as a file that cannot be read.
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

// invalidUTF8 returns the offset of the first byte of text that is not UTF-8,
// or -1.
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

// maxSyntaxErrors is the number of syntax errors after which the rest of a file
// is not read.
const maxSyntaxErrors = 50

// parse splits u's text into entries. After a syntax error it continues at the
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
// error. The error becomes an entry too, and off is the offset at which to look
// for the next.
func (l *loader) parseItems(u *unit, tokens *lexer.PeekingLexer) (off int, err error) {
	for !tokens.Peek().EOF() {
		if tok := tokens.Peek(); malformed(tok.Type) {
			return u.malformedAt(tok), errMalformed
		}
		it, err := items.ParseFromLexer(tokens, participle.AllowTrailing(true))
		if err != nil {
			fatal := asSyntaxError(err)
			u.entries = append(u.entries, &entry{fatal: fatal, value: fatal.partial})
			return afterErrorAt(tokens.Peek(), u.src.Text), err
		}
		l.add(u, it)
	}
	return 0, nil
}

// afterErrorAt returns where the next entry may start after a syntax error at
// tok. A documentation comment that does not start a line is part of the error.
func afterErrorAt(tok *lexer.Token, text []byte) int {
	off := tok.Pos.Offset
	if tok.Type == tokDoc && off > 0 && text[off-1] != '\n' {
		return off + len(tok.Value)
	}
	return off
}

// errMalformed reports a malformed token where an expression should start.
var errMalformed = errors.New("malformed token")

// add makes it an entry of u. For an include directive, add starts reading the
// file. assemble checks the directive later.
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

// malformedAt makes an entry of a malformed token outside expressions. It
// returns where the next entry may start.
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
		// The comment's last line must not be taken for the start of another
		// comment.
		s := scanner{text: string(u.src.Text[tok.Pos.Offset:])}
		s.text = "##" + s.text[len(tok.Value):]
		if kind, n := s.scanDoc(); kind == tokDoc {
			end = tok.Pos.Offset + n - len("##") + len(tok.Value)
		}
	}
	return end
}
