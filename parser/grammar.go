package parser

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/qapi-go/qapi-gen/diag"
)

// maxDepth bounds the nesting of expressions. Valid schemas stay far below it.
// QEMU's front end fails at about half of it.
const maxDepth = 1000

// smallObject is the number of members up to which a linear search for a
// duplicate key is faster than a map.
const smallObject = 16

// An item is a documentation comment or an expression at the top level of a
// file.
type item struct {
	Pos  lexer.Position
	Doc  string      `parser:"  @Doc"`
	Expr *expression `parser:"| @@"`
}

// items reads a file item by item, so that an include directive can be followed
// before the rest of the file is read.
var items = participle.MustBuild[item](participle.Lexer(schemaLexer{}))

// An expression is a Value whose positions have an offset but no source yet,
// because participle does not pass a source to its nodes. It has a parser of
// its own because participle's takes three times as long for such small nodes.
type expression struct {
	value    *Value
	problems []problem
	lossy    bool // because of a problem, a value is not known
	escape   int  // offset of the first string with an old escape, or -1
}

// A problem is a diagnostic with offsets in place of positions.
type problem struct {
	off, end int
	message  string
	// first is the offset of the first of two duplicates, or -1 for other
	// problems.
	first int
	// floor is an offset on the line that QEMU reports. If off is on an earlier
	// line, the diagnostic is placed at floor.
	floor int

	// mistake is set if the problem is a mistake of a known kind. more counts
	// how often the expression repeats it.
	mistake mistake
	more    int
	repairs []diag.Edit
}

// A syntaxError ends an expression. The last of its problems is the reason.
// Those before it were found earlier in the same expression.
type syntaxError struct {
	problems []problem
	partial  *Value // the part of the expression that was read, or nil
}

func (e *syntaxError) Error() string { return e.problems[len(e.problems)-1].message }

// Parse implements participle.Parseable.
func (e *expression) Parse(lex *lexer.PeekingLexer) error {
	r := valueReader{lex: lex, escape: -1}
	value, err := r.value(0)
	if own, ok := err.(*syntaxError); ok { //nolint:errorlint // it is never wrapped
		own.partial = value
	}
	if err != nil {
		return err
	}
	e.value, e.problems, e.lossy, e.escape = value, r.problems, r.lossy, r.escape
	return nil
}

// A valueReader reads one expression by recursive descent.
type valueReader struct {
	lex      *lexer.PeekingLexer
	problems []problem
	lossy    bool
	escape   int
	lastEnd  int         // end of the last key, value or bracket
	comma    int         // offset of the last comma or colon
	repaired lexer.Token // what the malformed token at its position was meant to be
	// repairedEnd is the end offset of that token in the source.
	repairedEnd int
}

// end returns the end offset of tok in the source. A repaired token has another
// length there.
func (r *valueReader) end(tok *lexer.Token) int {
	if tok == &r.repaired {
		return r.repairedEnd
	}
	return tok.Pos.Offset + len(tok.Value)
}

func (r *valueReader) value(depth int) (*Value, error) {
	tok := r.peek()
	if depth > maxDepth {
		return nil, r.fail(tok, fmt.Sprintf("expression nests deeper than %d levels", maxDepth))
	}
	v := &Value{Pos: unplaced(tok.Pos.Offset), End: unplaced(r.end(tok))}
	switch tok.Type {
	case '{':
		v.Kind = Object
		return v, r.members(v, depth)
	case '[':
		v.Kind = Array
		return v, r.elements(v, depth)
	case tokString:
		v.Kind, v.Str = String, r.unquote(tok)
	case tokBool:
		v.Kind, v.Bool = Bool, tok.Value == "true"
	default:
		if depth == 0 {
			return nil, r.outside(tok)
		}
		return nil, r.unexpected(tok, valueWanted)
	}
	r.take()
	return v, nil
}

// take consumes the current token.
func (r *valueReader) take() {
	tok := r.lex.Next()
	r.lastEnd = tok.Pos.Offset + len(tok.Value)
}

// members reads an object from its opening brace on.
func (r *valueReader) members(v *Value, depth int) error {
	r.lex.Next()
	if r.peek().Type == '}' {
		v.End = r.closing()
		return nil
	}
	keys := keySet{value: v}
	for want := "a string or '}'"; ; want = "a string" {
		key := r.peek()
		if key.Type == '}' {
			r.trailingComma(key)
			v.End = r.closing()
			return nil
		}
		if key.Type != tokString {
			return r.unexpected(key, want)
		}
		key = &lexer.Token{Type: key.Type, Value: key.Value, Pos: key.Pos} // peek may overwrite its last result
		r.take()
		if colon := r.peek(); !r.separator(':', colon) {
			return r.unexpected(colon, "':'")
		}
		m := Member{Pos: unplaced(key.Pos.Offset), End: unplaced(key.Pos.Offset + len(key.Value)), Key: r.unquote(key)}
		first := keys.find(m.Key)
		if first != nil && !lexical(r.lex.Peek().Type) {
			r.duplicate(m, first, r.lex.Peek())
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		m.Value = value
		if first == nil {
			keys.add(m)
		}
		tok := r.peek()
		if tok.Type == '}' {
			v.End = r.closing()
			return nil
		}
		if !r.separator(',', tok) {
			return r.unexpected(tok, "',' or '}'")
		}
	}
}

// elements reads an array from its opening bracket on.
func (r *valueReader) elements(v *Value, depth int) error {
	r.lex.Next()
	if r.peek().Type == ']' {
		v.End = r.closing()
		return nil
	}
	for {
		if tok := r.peek(); tok.Type == ']' && len(v.Elems) > 0 {
			r.trailingComma(tok)
			v.End = r.closing()
			return nil
		}
		elem, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		v.Elems = append(v.Elems, elem)
		tok := r.peek()
		if tok.Type == ']' {
			v.End = r.closing()
			return nil
		}
		if !r.separator(',', tok) {
			return r.unexpected(tok, "',' or ']'")
		}
	}
}

// closing takes a closing bracket and returns the position after it.
func (r *valueReader) closing() diag.Pos {
	r.take()
	return unplaced(r.lastEnd)
}

// valueWanted lists in messages what can start a value.
const valueWanted = "an object, an array, a string, true or false"

// duplicate reports that the object already has the key of m.
func (r *valueReader) duplicate(m Member, first *Member, value *lexer.Token) {
	r.problems = append(r.problems, problem{
		off: m.Pos.Offset(), end: m.End.Offset(), first: first.Pos.Offset(),
		message: fmt.Sprintf("the key '%s' is given twice", m.Key), floor: value.Pos.Offset,
	})
}

// outside reports tok, found where a definition could start.
func (r *valueReader) outside(tok *lexer.Token) error {
	switch tok.Type {
	case ',', ':':
		return r.fail(tok, fmt.Sprintf("stray %s: definitions follow each other without it", describe(tok)))
	case '}', ']':
		return r.fail(tok, describe(tok)+" closes nothing")
	default:
		return r.unexpected(tok, "a definition in { }")
	}
}

// unexpected reports that tok was found where want was expected.
func (r *valueReader) unexpected(tok *lexer.Token, want string) error {
	if !lexical(tok.Type) {
		message := fmt.Sprintf("expected %s, found %s", want, describe(tok))
		if tok.EOF() || tok.Pos.Column == lineStart {
			message += ": the definition before is not closed"
		}
		return r.fail(tok, message)
	}
	return &syntaxError{problems: append(r.problems, malformedProblem(tok))}
}

func (r *valueReader) fail(tok *lexer.Token, message string) error {
	p := problem{off: tok.Pos.Offset, end: r.end(tok), message: message, first: -1}
	return &syntaxError{problems: append(r.problems, p)}
}

// unplaced returns a position that has an offset and no source. place adds the
// source.
func unplaced(off int) diag.Pos { return (*diag.Source)(nil).At(off) }

// place sets the source of all positions in v to src.
func place(v *Value, src *diag.Source) {
	v.Pos, v.End = src.At(v.Pos.Offset()), src.At(v.End.Offset())
	for i := range v.Members {
		m := &v.Members[i]
		m.Pos, m.End = src.At(m.Pos.Offset()), src.At(m.End.Offset())
		place(m.Value, src)
	}
	for _, elem := range v.Elems {
		place(elem, src)
	}
}

// unquote returns the value of a string token.
func (r *valueReader) unquote(tok *lexer.Token) string {
	text := tok.Value[1 : len(tok.Value)-1]
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			continue
		}
		i++
		if text[i] != '\\' && r.escape < 0 {
			r.escape = tok.Pos.Offset + 1 + i - 1
		}
		switch c := text[i]; c {
		case 'b', 'f', 'n', 'r', 't':
			b.WriteByte("\b\f\n\r\t"[strings.IndexByte("bfnrt", c)])
		case 'u':
			c, _ := strconv.ParseUint(text[i+1:i+len("u0041")], 16, 8) // see oldEscape
			b.WriteByte(byte(c))
			i += len("0041")
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// A keySet finds the members of an object under construction by key.
type keySet struct {
	value *Value
	index map[string]int // made once the object is no longer small
}

func (s *keySet) find(key string) *Member {
	if s.index == nil {
		return s.value.Get(key)
	}
	if i, ok := s.index[key]; ok {
		return &s.value.Members[i]
	}
	return nil
}

func (s *keySet) add(m Member) {
	s.value.Members = append(s.value.Members, m)
	switch n := len(s.value.Members); {
	case s.index != nil:
		s.index[m.Key] = n - 1
	case n > smallObject:
		s.index = make(map[string]int, 2*n)
		for i := range s.value.Members {
			s.index[s.value.Members[i].Key] = i
		}
	}
}
