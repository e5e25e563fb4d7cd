package shell

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Word is a word of a statement.
type Word struct {
	// Text is the word without its quotes. JSON keeps its own.
	Text string
	// Start and End are the place of the word in the statement, in bytes.
	Start, End int
	// JSON is true for a JSON object or array.
	JSON bool
}

// A lexer cuts text into words, and knows whether the text can end where it does.
type lexer struct {
	text string
	at   int
	open bool // a quote or bracket is not closed, or a backslash ends the text
}

// Words cuts a statement into words. White space separates them. A word may have
// quotes, single or double, around any part of it, as in the shell of Unix: a
// backslash takes the meaning from the character after it, except in single quotes.
// JSON objects and arrays are read whole where a word begins, or after ":=". A
// backslash before the end of a line joins it with the next.
func Words(statement string) []Word {
	words, _ := words(statement)
	return words
}

// words cuts a text that may not be complete.
func words(text string) (list []Word, open bool) {
	l := lexer{text: text}
	for l.skipSpace(); l.at < len(text); l.skipSpace() {
		list = append(list, l.word())
	}
	return list, l.open
}

// skipSpace skips white space and joined lines.
func (l *lexer) skipSpace() {
	for l.at < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.at:])
		switch {
		case unicode.IsSpace(r):
			l.at += size
		case l.joinsLines():
			l.join()
		case l.text[l.at:] == "\\":
			l.at, l.open = len(l.text), true
		default:
			return
		}
	}
}

func (l *lexer) joinsLines() bool { return strings.HasPrefix(l.text[l.at:], "\\\n") }

// join skips the end of a line that goes on in the next, which is still to come if the
// text ends here.
func (l *lexer) join() {
	l.at += len("\\\n")
	l.open = l.open || l.at == len(l.text)
}

// word reads the word that begins here.
func (l *lexer) word() Word {
	w := Word{Start: l.at}
	if c := l.text[l.at]; c == '{' || c == '[' {
		w.JSON = true
		w.Text = l.json()
	} else {
		w.Text = l.plain()
	}
	w.End = l.at
	return w
}

// plain reads a word that is not JSON as a whole.
func (l *lexer) plain() string {
	var b strings.Builder
	raw := false // ":=" was read
	for l.at < len(l.text) {
		c := l.text[l.at]
		switch {
		case c == '\'' || c == '"':
			l.quoted(&b, c)
		case l.joinsLines():
			l.join()
		case c == '\\' && l.at+1 == len(l.text):
			l.at, l.open = len(l.text), true
		case c == '\\':
			l.at++
			l.takeRune(&b)
		case !raw && strings.HasPrefix(l.text[l.at:], ":="):
			raw = true
			b.WriteString(":=")
			l.at += len(":=")
			if l.at < len(l.text) && strings.ContainsRune("{[", rune(l.text[l.at])) {
				b.WriteString(l.json())
			}
		default:
			if r, _ := utf8.DecodeRuneInString(l.text[l.at:]); unicode.IsSpace(r) {
				return b.String()
			}
			l.takeRune(&b)
		}
	}
	return b.String()
}

// takeRune moves a character to b.
func (l *lexer) takeRune(b *strings.Builder) {
	_, size := utf8.DecodeRuneInString(l.text[l.at:])
	b.WriteString(l.text[l.at : l.at+size])
	l.at += size
}

// quoted reads what is in quotes, up to the end of the text if they are not closed.
func (l *lexer) quoted(b *strings.Builder, quote byte) {
	for l.at++; l.at < len(l.text); {
		switch c := l.text[l.at]; {
		case c == quote:
			l.at++
			return
		case c == '\\' && quote == '"' && l.at+1 < len(l.text):
			l.at++
			l.takeRune(b)
		default:
			l.takeRune(b)
		}
	}
	l.open = true
}

// json reads an object or array up to the bracket that closes it, or to the end of
// the text. Whether it is valid is decided when it is used.
func (l *lexer) json() string {
	start, depth := l.at, 0
	quote := byte(0) // of the string in which the place is
	for ; l.at < len(l.text); l.at++ {
		c := l.text[l.at]
		switch {
		case quote != 0 && c == '\\':
			l.at++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				l.at++
				return l.text[start:l.at]
			}
		}
	}
	l.at = min(l.at, len(l.text))
	l.open = true
	return l.text[start:]
}
