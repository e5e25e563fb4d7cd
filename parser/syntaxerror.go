package parser

import (
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/participle/v2"
	"github.com/alecthomas/participle/v2/lexer"

	"github.com/qapi-go/qapi-gen/diag"
)

// asSyntaxError gives participle's own errors the form of ours. Only a token
// that cannot start an item makes one.
func asSyntaxError(err error) *syntaxError {
	var own *syntaxError
	if errors.As(err, &own) {
		return own
	}
	var unexpected *participle.UnexpectedTokenError
	if errors.As(err, &unexpected) {
		return malformedError(&unexpected.Unexpected)
	}
	return &syntaxError{problems: []problem{{message: err.Error(), first: -1}}}
}

// malformedError is about a token that is wrong in itself.
func malformedError(tok *lexer.Token) *syntaxError {
	p := problem{off: tok.Pos.Offset, end: tok.Pos.Offset + len(tok.Value), message: malformedMessage(tok), first: -1}
	return &syntaxError{problems: []problem{p}, token: *tok}
}

// malformedMessage says what is wrong with a malformed token.
func malformedMessage(tok *lexer.Token) string {
	switch tok.Type {
	case tokUnterminated:
		return "string lacks its closing quote: add ' on the same line"
	case tokBadEscape:
		return fmt.Sprintf(`unknown escape %s in string: a backslash may only escape a backslash`, tok.Value[strings.LastIndexByte(tok.Value, '\\'):])
	case tokFunnyChar:
		return "string has a character that is not printable ASCII"
	case tokDocStartJunk:
		return "a documentation comment's first line must be ## alone"
	case tokDocEndJunk:
		return "a documentation comment's last line must be ## alone"
	case tokDocUnfinished:
		return "documentation comment lacks its last line: ##"
	}
	if strings.HasPrefix(tok.Value, `"`) {
		return fmt.Sprintf(`stray %s: strings are quoted with '`, tok.Value)
	}
	return fmt.Sprintf("stray %q", tok.Value)
}

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

// report adds problems to list, placed in src.
func report(list *diag.List, src *diag.Source, problems []problem) {
	for _, p := range problems {
		pos, end := src.At(p.off), src.At(p.end)
		if floor := src.At(p.floor); pos.Line() < floor.Line() {
			pos, end = floor, floor
		}
		d := list.Errorf(pos, end, "%s", p.message)
		if p.first >= 0 {
			d.Note(src.At(p.first), "first given here")
		}
	}
}
