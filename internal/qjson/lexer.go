package qjson

import (
	"sync"
	"unicode/utf8"
)

// The lexer splits a client's bytes into tokens of QMP's dialect of JSON: strings
// may be in single quotes, and "0e1" is an error. After a byte that cannot begin a
// token, it skips to a byte that may begin a message (docs/protocol.md, "Reading").

// A tokenKind is the kind of a token.
type tokenKind uint8

const (
	tokenNone tokenKind = iota // the input ends within the token
	tokenLeftBrace
	tokenRightBrace
	tokenLeftBracket
	tokenRightBracket
	tokenComma
	tokenColon
	tokenString // with its quotes; escapes are not checked yet
	tokenInteger
	tokenFloat
	tokenWord     // a run of lower-case letters
	tokenStray    // a lexical error, up to and including the byte that shows it
	tokenTooLarge // a token longer than the limit of a message
)

// The lexer's states. A transition leads to a state or ends a token. The latter is
// endsToken with the kind, and also lookahead if the byte is not part of the token.
const (
	lexStart uint8 = iota
	lexRecovery
	lexDoubleQuoted
	lexDoubleQuotedEscape
	lexSingleQuoted
	lexSingleQuotedEscape
	lexSign
	lexZero
	lexDigits
	lexPoint
	lexFraction
	lexExponent
	lexExponentSign
	lexExponentDigits
	lexWord
	lexStates
)

const (
	endsToken = 0x40
	lookahead = 0x80
	// resync ends error recovery: the byte is read again in the state lexStart.
	resync = lookahead
)

type transitions [lexStates][256]uint8

// lexTable is the lexer's table. NewParser fills it, so that a program without a server
// contains neither the table nor the code that makes it.
var (
	lexTable     transitions
	fillLexTable sync.Once
)

func (t *transitions) fill() {
	for state := range t {
		t.on(uint8(state), 0x00, 0xff, endsToken|uint8(tokenStray))
	}
	t.start()
	t.recovery()
	t.quoted(lexDoubleQuoted, lexDoubleQuotedEscape, '"')
	t.quoted(lexSingleQuoted, lexSingleQuotedEscape, '\'')
	t.numbers()
	t.ends(lexWord, tokenWord)
	t.on(lexWord, 'a', 'z', lexWord)
}

// on sets the transitions of state on the bytes first to last.
func (t *transitions) on(state, first, last, next uint8) {
	for b := int(first); b <= int(last); b++ {
		t[state][b] = next
	}
}

// ends makes every byte that continues nothing end a token of kind.
func (t *transitions) ends(state uint8, kind tokenKind) {
	t.on(state, 0x00, 0xff, endsToken|lookahead|uint8(kind))
}

func (t *transitions) start() {
	for b, kind := range map[byte]tokenKind{
		'{': tokenLeftBrace, '}': tokenRightBrace,
		'[': tokenLeftBracket, ']': tokenRightBracket,
		',': tokenComma, ':': tokenColon,
	} {
		t[lexStart][b] = endsToken | uint8(kind)
	}
	for _, b := range []byte(" \t\r\n") {
		t[lexStart][b] = lexStart
	}
	t[lexStart]['"'] = lexDoubleQuoted
	t[lexStart]['\''] = lexSingleQuoted
	t[lexStart]['-'] = lexSign
	t[lexStart]['0'] = lexZero
	t.on(lexStart, '1', '9', lexDigits)
	t.on(lexStart, 'a', 'z', lexWord)
}

// recovery skips to a structural byte, a control character other than TAB, or a
// byte that is invalid in UTF-8. Clients force a resynchronization with FF.
func (t *transitions) recovery() {
	t.on(lexRecovery, 0x20, 0xfd, lexRecovery)
	t.on(lexRecovery, 0x00, 0x1f, resync)
	t.on(lexRecovery, 0xfe, 0xff, resync)
	for _, b := range []byte("{}[]:,") {
		t[lexRecovery][b] = resync
	}
	t[lexRecovery]['\t'] = lexRecovery
}

func (t *transitions) quoted(state, escape uint8, quote byte) {
	t.on(state, 0x20, 0xfd, state)
	t.on(escape, 0x20, 0xfd, state)
	t[state]['\\'] = escape
	t[state][quote] = endsToken | uint8(tokenString)
}

func (t *transitions) numbers() {
	t[lexSign]['0'] = lexZero
	t.on(lexSign, '1', '9', lexDigits)

	t.ends(lexZero, tokenInteger)
	t.on(lexZero, '0', '9', endsToken|uint8(tokenStray)) // a leading zero
	t[lexZero]['.'] = lexPoint                           // but no exponent

	t.ends(lexDigits, tokenInteger)
	t.on(lexDigits, '0', '9', lexDigits)
	t[lexDigits]['.'] = lexPoint
	t[lexDigits]['e'], t[lexDigits]['E'] = lexExponent, lexExponent

	t.on(lexPoint, '0', '9', lexFraction)
	t.ends(lexFraction, tokenFloat)
	t.on(lexFraction, '0', '9', lexFraction)
	t[lexFraction]['e'], t[lexFraction]['E'] = lexExponent, lexExponent

	t[lexExponent]['+'], t[lexExponent]['-'] = lexExponentSign, lexExponentSign
	t.on(lexExponent, '0', '9', lexExponentDigits)
	t.on(lexExponentSign, '0', '9', lexExponentDigits)
	t.ends(lexExponentDigits, tokenFloat)
	t.on(lexExponentDigits, '0', '9', lexExponentDigits)
}

// A lexer is the state between two pieces of input. The zero lexer is at the
// start of a token.
type lexer struct {
	state uint8
	// partial is the start of a token at the end of earlier input.
	partial []byte
}

// next returns the next token in input, which continues the input of earlier
// calls, and the number of bytes that it consumed. The text is valid until the
// next call. next stores at most limit bytes of a token that does not end in
// input. A longer token is tokenTooLarge.
func (l *lexer) next(input []byte, limit int) (kind tokenKind, text []byte, n int) {
	state, from := l.state, 0
	for i := 0; i < len(input); {
		next := lexTable[state][input[i]]
		if next >= endsToken {
			if next == resync {
				state, from = lexStart, i
				continue
			}
			if next&lookahead == 0 {
				i++
			}
			return l.end(tokenKind(next&^(endsToken|lookahead)), input[from:i], i)
		}
		i++
		if next <= lexRecovery {
			from = i
		}
		state = next
		if state == lexDoubleQuoted && input[i-1] < utf8.RuneSelf {
			i = PlainRun(input, i)
		}
	}
	rest := input[from:]
	if over := len(l.partial) + len(rest) - limit; over > 0 {
		_, text, _ = l.end(tokenTooLarge, rest, 0)
		return tokenTooLarge, text, len(input) - over + 1
	}
	l.partial = append(l.partial, rest...)
	l.state = state
	return tokenNone, nil, len(input)
}

// end completes a token that ends with text.
func (l *lexer) end(kind tokenKind, text []byte, n int) (tokenKind, []byte, int) {
	if len(l.partial) > 0 {
		text = append(l.partial, text...)
		l.partial = text[:0]
		if cap(text) > MaxKeptBuffer {
			l.partial = nil
		}
	}
	l.state = lexStart
	if kind == tokenStray {
		l.state = lexRecovery
	}
	return kind, text, n
}

// abandonToken discards the current token, including the part still to come.
func (l *lexer) abandonToken() { *l = lexer{state: lexRecovery} }

// MaxKeptBuffer is the maximum size of a buffer that is kept for reuse.
const MaxKeptBuffer = 64 << 10
