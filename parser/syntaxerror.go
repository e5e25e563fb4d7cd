package parser

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/qapi-go/qapi-gen/diag"
)

// asSyntaxError returns our own error that participle has wrapped. participle's
// part of the grammar accepts any token, and expressions report their own
// errors, so there should always be one.
func asSyntaxError(err error) *syntaxError {
	var own *syntaxError
	if errors.As(err, &own) {
		return own
	}
	p := problem{message: err.Error(), first: -1}
	var at participle.Error
	if errors.As(err, &at) {
		p.off, p.message = at.Position().Offset, at.Message()
	}
	p.end = p.off
	return &syntaxError{problems: []problem{p}}
}

// malformedError returns the error for a malformed token of text.
func malformedError(tok *lexer.Token, text []byte) *syntaxError {
	p := malformedProblem(tok)
	if tok.Type == tokDocUnfinished {
		// The position is that of the token that interrupts the comment.
		p.off = min(skipSpace(string(text), p.end), len(text)-1)
		p.end = p.off
	}
	return &syntaxError{problems: []problem{p}}
}

// malformedProblem describes a malformed token.
func malformedProblem(tok *lexer.Token) problem {
	off, end := span(tok)
	return problem{off: off, end: end, message: malformedMessage(tok), first: -1}
}

// span returns the extent of the token, or of the part that makes it malformed.
func span(tok *lexer.Token) (off, end int) {
	off, end = tok.Pos.Offset, tok.Pos.Offset+len(tok.Value)
	switch tok.Type {
	case tokBadEscape:
		off += strings.LastIndexByte(tok.Value, '\\')
	case tokFunnyChar:
		_, size := utf8.DecodeLastRuneInString(tok.Value)
		off = end - size
	case tokDocEndJunk:
		off += strings.LastIndexByte(tok.Value, '\n') + 1
	default: // all of it
	}
	return off, end
}

// malformedMessages are the messages for most types of malformed tokens.
var malformedMessages = map[lexer.TokenType]string{
	tokUnterminated:  "string lacks its closing quote: add ' on the same line",
	tokFunnyChar:     "string has a character that is not printable ASCII",
	tokDocStartJunk:  "a documentation comment's first line must be ## alone",
	tokDocEndJunk:    "a documentation comment's last line must be ## alone",
	tokDocUnfinished: "documentation comment lacks its last line: ##",
}

// malformedMessage returns the message for a malformed token.
func malformedMessage(tok *lexer.Token) string {
	if message, ok := malformedMessages[tok.Type]; ok {
		return message
	}
	if tok.Type == tokBadEscape {
		escape := tok.Value[strings.LastIndexByte(tok.Value, '\\'):]
		return fmt.Sprintf(`%s escapes nothing: a backslash may only escape a backslash`, escape)
	}
	switch c := tok.Value[0]; {
	case strings.HasPrefix(tok.Value, "/*"):
		return "a comment starts with # and ends with its line"
	case strings.Trim(tok.Value, "-") == "":
		return fmt.Sprintf("stray '%s': this is not YAML; an array is written [ 'a', 'b' ]", tok.Value)
	case c == '"':
		return fmt.Sprintf("stray %s: a string is written in single quotes", tok.Value)
	case tok.Type == tokSlashComment:
		return "a comment starts with #, not with //"
	case tok.Type == tokWord && !noValueWords[tok.Value]:
		return fmt.Sprintf("stray '%s': a schema consists of objects, each in { }", tok.Value)
	case c >= '0' && c <= '9', c == '-', tok.Type == tokWord:
		return fmt.Sprintf("stray '%s': a schema has neither numbers nor null; leave out what has no value", tok.Value)
	default:
		return fmt.Sprintf("stray %q: nothing in a schema starts like this", tok.Value)
	}
}

// noValueWords are words of other languages for an absent value.
var noValueWords = map[string]bool{"null": true, "None": true, "nil": true, "undefined": true}

// describe names a token that is well-formed but out of place.
func describe(tok *lexer.Token) string {
	switch tok.Type {
	case lexer.EOF:
		return "the end of the file"
	case tokString:
		return "string " + tok.Value
	case tokDoc, tokDocStartJunk, tokDocEndJunk, tokDocUnfinished:
		return "a documentation comment"
	default:
		return "'" + tok.Value + "'"
	}
}

// report adds problems to list, with positions in src.
func report(list *diag.List, src *diag.Source, problems []problem) {
	var repairs []diag.Edit
	for i := range problems {
		repairs = append(repairs, problems[i].repairs...)
	}
	for i := range problems {
		p := &problems[i]
		pos, end := src.At(p.off), src.At(p.end)
		if floor := src.At(p.floor); pos.Line() < floor.Line() {
			pos, end = floor, floor
		}
		d := list.Errorf(pos, end, "%s", p.message)
		if p.more > 0 {
			d.Message += fmt.Sprintf(" (and %d more like it in this expression)", p.more)
		}
		if len(p.repairs) > 0 {
			if line := src.Edited(p.repairs[0].Off, repairs...); line != "" {
				d.Note(diag.Pos{}, "write: %s", line)
			}
		}
		if p.first >= 0 {
			d.Note(src.At(p.first), "first given here")
		}
	}
}
