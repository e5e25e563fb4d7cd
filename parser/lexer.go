package parser

import (
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"
)

// The tokens of the schema language. Punctuators are their own types, as in
// text/scanner. A token's value is always its source text, so that its extent
// is known.
const (
	tokString lexer.TokenType = lexer.EOF - 1 - iota
	tokBool
	tokDoc // a whole documentation comment

	// The following tokens are malformed. The parser reports them when it
	// reaches them. participle reads all tokens of a batch first, so an error
	// of the lexer would hide an earlier one of the parser.

	tokStray         // no token starts like this
	tokDoubleQuoted  // a string in double quotes
	tokWord          // a word that is no keyword
	tokSlashComment  // a comment that starts with //
	tokUnterminated  // a string without its closing quote
	tokBadEscape     // a backslash that does not escape a backslash
	tokFunnyChar     // a character that a string cannot hold
	tokDocStartJunk  // "##" with more text on the first line of a documentation comment
	tokDocEndJunk    // a documentation comment with more than "##" on its last line
	tokDocUnfinished // a documentation comment interrupted by something else
)

// schemaLexer implements participle's lexer.Definition, and its faster variant
// for strings.
type schemaLexer struct{}

// Symbols names the token types for grammars.
func (schemaLexer) Symbols() map[string]lexer.TokenType {
	return map[string]lexer.TokenType{
		"EOF": lexer.EOF, "String": tokString, "Bool": tokBool, "Doc": tokDoc,
		"{": '{', "}": '}', "[": '[', "]": ']', ":": ':', ",": ',',
		"Stray": tokStray, "DoubleQuoted": tokDoubleQuoted, "Word": tokWord, "SlashComment": tokSlashComment,
		"Unterminated": tokUnterminated, "BadEscape": tokBadEscape, "FunnyChar": tokFunnyChar,
		"DocStartJunk": tokDocStartJunk, "DocEndJunk": tokDocEndJunk, "DocUnfinished": tokDocUnfinished,
	}
}

// Lex returns a lexer for all text of r.
func (l schemaLexer) Lex(name string, r io.Reader) (lexer.Lexer, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return l.LexString(name, string(text))
}

// LexString returns a lexer for text.
func (schemaLexer) LexString(_, text string) (lexer.Lexer, error) {
	return &scanner{text: text}, nil
}

// A scanner splits a text into tokens. Their positions are byte offsets only.
// Line and column are computed for the few positions that are printed.
type scanner struct {
	text string
	off  int
	// escapes is true if strings may have the escapes of QEMU up to 3.1.
	escapes bool
	// batch is the size at which a batch ends, 0 for no limit. tokens and depth
	// are those of the current batch.
	batch, tokens, depth int
}

// batchSize is the number of tokens after which a batch ends. participle keeps
// all tokens of a batch, 64 bytes each.
const batchSize = 200

// startBatch makes Next return EOF after the first definition, directive or
// comment that ends after batchSize tokens.
func (s *scanner) startBatch() { s.batch, s.tokens, s.depth = batchSize, 0, 0 }

// endOfBatch reports whether the batch ends here.
func (s *scanner) endOfBatch() bool { return s.batch > 0 && s.tokens >= s.batch && s.depth <= 0 }

// Next returns the next token. It skips white space and comments itself,
// because participle's elision is much slower.
func (s *scanner) Next() (lexer.Token, error) {
	s.skipBlank()
	if s.off >= len(s.text) || s.endOfBatch() {
		// QEMU reports what is missing at the end of a file on the last line.
		return lexer.Token{Type: lexer.EOF, Pos: lexer.Position{Offset: max(len(s.text)-1, 0)}}, nil
	}
	kind, end := s.scan()
	tok := lexer.Token{Type: kind, Value: s.text[s.off:end], Pos: lexer.Position{Offset: s.off}}
	if kind == '{' && s.startsTopLevel() {
		tok.Pos.Column = lineStart
	}
	s.off = end
	s.tokens++
	switch kind {
	case '{', '[':
		s.depth++
	case '}', ']':
		s.depth--
	}
	if kind == tokBadEscape || kind == tokFunnyChar {
		s.off = s.endOfString()
	}
	return tok, nil
}

// lineStart is the column of a brace that starts a line and a definition or
// directive. No other token has a column.
const lineStart = 1

func (s *scanner) startsTopLevel() bool {
	return (s.off == 0 || s.text[s.off-1] == '\n') && topLevelStart.MatchString(s.text[s.off:min(len(s.text), s.off+topLevelReach)])
}

// topLevelReach is more than the length of text that topLevelStart needs.
const topLevelReach = 64

// endOfString returns the end of a string that is malformed at or before s.off.
func (s *scanner) endOfString() int {
	if n := strings.IndexAny(s.text[s.off:], "'\n"); n >= 0 {
		if end := s.off + n; s.text[end] == '\'' {
			return end + 1
		}
		return s.off + n
	}
	return len(s.text)
}

// malformed reports whether kind is one of the malformed tokens.
func malformed(kind lexer.TokenType) bool { return kind <= tokStray }

// lexical reports whether QEMU's lexer rejects the token. It does so while QEMU
// is still processing the token before.
func lexical(kind lexer.TokenType) bool { return kind <= tokStray && kind >= tokFunnyChar }

// scan returns the type and the end of the token at s.off.
func (s *scanner) scan() (lexer.TokenType, int) {
	rest := s.text[s.off:]
	switch c := rest[0]; c {
	case '{', '}', '[', ']', ':', ',':
		return lexer.TokenType(c), s.off + 1
	case '\'':
		return s.scanString()
	case '#':
		return s.scanDoc()
	case '"':
		if loc := doubleQuoted.FindStringIndex(rest); loc != nil {
			return tokDoubleQuoted, s.off + loc[1]
		}
	}
	if strings.HasPrefix(rest, "//") {
		return tokSlashComment, s.lineEnd(s.off)
	}
	// The keywords need no delimiter after them.
	for _, keyword := range [...]string{"true", "false"} {
		if strings.HasPrefix(rest, keyword) {
			return tokBool, s.off + len(keyword)
		}
	}
	end := strings.IndexFunc(rest, endsStray)
	if end < 0 {
		end = len(rest)
	}
	if joined := s.off > 0 && word.MatchString(s.text[s.off-1:s.off]); !joined && word.MatchString(rest[:end]) {
		return tokWord, s.off + end
	}
	return tokStray, s.off + end
}

// doubleQuoted matches a string of JSON, in which a backslash may escape a quote.
var doubleQuoted = regexp.MustCompile(`^"(?:[^"\\\n]|\\[^\n])*"`)

// word matches words that other languages write without quotes.
var word = regexp.MustCompile(`^\*?[A-Za-z_][A-Za-z0-9_-]*\??$`)

// endsStray reports whether r could start another token.
func endsStray(r rune) bool { return strings.ContainsRune("{}[]:,'", r) || isSpace(r) }

// scanString finds the end of the string at s.off. Strings are printable ASCII.
// A backslash may only escape a backslash ("Schema syntax").
func (s *scanner) scanString() (lexer.TokenType, int) {
	for i := s.off + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '\'':
			return tokString, i + 1
		case c == '\n':
			return tokUnterminated, i
		case c == '\\':
			if i++; i == len(s.text) || s.text[i] == '\n' {
				return tokUnterminated, i
			}
			if s.text[i] == '\\' {
				continue
			}
			n := 0
			if s.escapes {
				n = oldEscape(s.text[i:])
			}
			if n == 0 {
				return tokBadEscape, s.afterRune(i)
			}
			i += n - 1
		case c < ' ' || c > '~':
			return tokFunnyChar, s.afterRune(i)
		}
	}
	return tokUnterminated, len(s.text)
}

// oldEscape returns the length of the escape at the start of text, without its
// backslash, by the rules of QEMU up to 3.1. It returns 0 if there is none.
func oldEscape(text string) int {
	if strings.IndexByte(`/'"bfnrt`, text[0]) >= 0 {
		return 1
	}
	const hex = len("u0041")
	if text[0] != 'u' || len(text) < hex {
		return 0
	}
	if c, err := strconv.ParseUint(text[1:hex], 16, 16); err != nil || c == 0 || c > unicode.MaxASCII {
		return 0
	}
	return hex
}

func (s *scanner) afterRune(i int) int {
	_, size := utf8.DecodeRuneInString(s.text[i:])
	return i + size
}

// scanDoc finds the end of the documentation comment at s.off: the next line
// that starts with "##". Only comment lines and blank lines may come between.
func (s *scanner) scanDoc() (lexer.TokenType, int) {
	end := s.lineEnd(s.off)
	if s.text[s.off:end] != "##" {
		return tokDocStartJunk, end
	}
	for {
		start := skipSpace(s.text, end)
		if start == len(s.text) || s.text[start] != '#' {
			return tokDocUnfinished, end
		}
		end = s.lineEnd(start)
		if line := s.text[start:end]; line == "##" {
			return tokDoc, end
		} else if strings.HasPrefix(line, "##") {
			return tokDocEndJunk, end
		}
	}
}

// skipBlank skips white space and comments other than documentation comments.
func (s *scanner) skipBlank() {
	for {
		s.off = skipSpace(s.text, s.off)
		rest := s.text[s.off:]
		if !strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, "##") {
			return
		}
		s.off = s.lineEnd(s.off)
	}
}

// lineEnd returns the offset of the first newline at or after off, or that of
// the end of the text.
func (s *scanner) lineEnd(off int) int {
	if i := strings.IndexByte(s.text[off:], '\n'); i >= 0 {
		return off + i
	}
	return len(s.text)
}

// skipSpace returns the offset of the first character at or after off that is
// not white space.
func skipSpace(text string, off int) int {
	for off < len(text) {
		c := text[off]
		if c == ' ' || c == '\n' {
			off++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[off:])
		}
		if !isSpace(r) {
			return off
		}
		off += size
	}
	return off
}

// isSpace reports whether r is white space to Python, and so to QEMU's front
// end. Python includes the four ASCII separators.
func isSpace(r rune) bool {
	return r >= 0x1c && r <= 0x1f || unicode.IsSpace(r)
}
