package parser

import (
	"regexp"
	"strings"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/qapi-go/qapi-gen/diag"
)

// Some mistakes leave no doubt about what was meant: habits of JSON,
// JavaScript, Python and YAML. The reader reports them together with the
// corrected line, and continues as if the line were correct.

// A mistake is a kind of problem that is often repeated within an expression.
// It is reported once for each expression.
type mistake string

// The mistakes that are repaired.
const (
	doubleQuotes  mistake = "double quotes"
	unquoted      mistake = "no quotes"
	slashComment  mistake = "comment of another language"
	capitalBool   mistake = "boolean of another language"
	noValue       mistake = "null"
	missingComma  mistake = "no comma"
	missingColon  mistake = "no colon"
	trailingComma mistake = "trailing comma"
)

// peek returns the next token. If a malformed token can only have been meant as
// a certain other token, peek reports it and returns that other token.
func (r *valueReader) peek() *lexer.Token {
	tok := r.lex.Peek()
	for tok.Type == tokSlashComment {
		r.repair(slashComment, tok, "a comment starts with #, not with //", diag.Edit{Off: tok.Pos.Offset, End: tok.Pos.Offset + len("//"), Text: "#"})
		r.lex.Next()
		tok = r.lex.Peek()
	}
	if !malformed(tok.Type) {
		return tok
	}
	if r.repaired.Pos.Offset == tok.Pos.Offset && r.repaired.Type != 0 {
		return &r.repaired
	}
	meant := *tok
	whole := diag.Edit{Off: tok.Pos.Offset, End: tok.Pos.Offset + len(tok.Value)}
	switch tok.Type {
	case tokDoubleQuoted:
		meant = r.repairDoubleQuoted(tok, whole)
	case tokWord:
		meant = r.repairWord(tok, whole)
	case tokBadEscape, tokFunnyChar:
		r.lossy = true
		meant.Type, meant.Value = tokString, "''"
		r.problems = append(r.problems, malformedProblem(tok))
	default:
		return tok
	}
	r.repaired, r.repairedEnd = meant, whole.End
	return &r.repaired
}

// repairDoubleQuoted reports a string in double quotes, and returns the token that
// it was meant to be. Text that single quotes cannot hold is left to the user.
func (r *valueReader) repairDoubleQuoted(tok *lexer.Token, whole diag.Edit) lexer.Token {
	meant := *tok
	meant.Type, meant.Value = tokString, "'"+tok.Value[1:len(tok.Value)-1]+"'"
	message := tok.Value + " is in double quotes: a string is written in single quotes"
	single := scanner{text: meant.Value}
	if kind, end := single.scanString(); kind == tokString && end == len(meant.Value) {
		whole.Text = meant.Value
		r.repair(doubleQuotes, tok, message, whole)
		return meant
	}
	r.lossy = true
	meant.Value = "''"
	r.problems = append(r.problems, problem{
		off: tok.Pos.Offset, end: r.end(tok), first: -1,
		message: message + `, and holds printable ASCII without ', with \\ for a backslash`,
	})
	return meant
}

// repairWord reports a word that is not quoted, and returns the token that it
// was meant to be.
func (r *valueReader) repairWord(tok *lexer.Token, whole diag.Edit) lexer.Token {
	meant := *tok
	switch word := tok.Value; {
	case strings.EqualFold(word, "true"), strings.EqualFold(word, "false"):
		meant.Type, meant.Value = tokBool, strings.ToLower(word)
		whole.Text = meant.Value
		r.repair(capitalBool, tok, "'"+word+"' is written '"+meant.Value+"'", whole)
	case noValueWords[word]:
		r.lossy = true
		meant.Type, meant.Value = tokString, "'"+word+"'"
		r.problem(noValue, tok, malformedMessage(tok))
	default:
		meant.Type, meant.Value = tokString, "'"+word+"'"
		whole.Text = meant.Value
		r.repair(unquoted, tok, "'"+word+"' lacks its quotes: a name is a string, in single quotes", whole)
	}
	return meant
}

// repair reports a mistake at tok together with its fix.
func (r *valueReader) repair(m mistake, tok *lexer.Token, message string, fix diag.Edit) {
	p := r.problem(m, tok, message)
	p.repairs = append(p.repairs, fix)
}

// problem reports a mistake at tok. If the expression already has one of that
// kind, problem counts it.
func (r *valueReader) problem(m mistake, tok *lexer.Token, message string) *problem {
	for i := range r.problems {
		if p := &r.problems[i]; p.mistake == m {
			p.more++
			return p
		}
	}
	r.problems = append(r.problems, problem{off: tok.Pos.Offset, end: r.end(tok), first: -1, mistake: m, message: message})
	return &r.problems[len(r.problems)-1]
}

// separator consumes the separator want before tok. If it was left out, or
// written as in another language, separator reports that and returns true. It
// returns false if something else is wrong.
func (r *valueReader) separator(want lexer.TokenType, tok *lexer.Token) bool {
	if tok.Type == want {
		r.comma = tok.Pos.Offset
		r.lex.Next()
		return true
	}
	m, text, message := missingComma, ",", "a comma is missing in front of "+describe(tok)
	if want == ':' {
		m, text, message = missingColon, ":", "a colon is missing between a key and its value"
	}
	switch {
	case tok.Type == tokStray && (tok.Value == "=" || tok.Value == "=>" || tok.Value == ";"):
		r.repair(m, tok, "stray '"+tok.Value+"': '"+text+"' is expected here",
			diag.Edit{Off: tok.Pos.Offset, End: r.end(tok), Text: text})
		r.lex.Next()
		return true
	case tok.Type == tokString, tok.Type == tokBool, tok.Type == '[', tok.Type == '{' && tok.Pos.Column != lineStart:
		r.repair(m, tok, message, diag.Edit{Off: r.lastEnd, End: r.lastEnd, Text: text})
		return true
	default:
		return false
	}
}

// topLevelStart matches the start of a definition, a directive or a
// documentation comment at the start of a line.
var topLevelStart = regexp.MustCompile(
	`(?m)^(?:##$|\{\s*['"]?(?:include|pragma|enum|struct|union|alternate|command|event)['"]?\s*:)`)

// trailingComma reports the comma before the closing bracket tok.
func (r *valueReader) trailingComma(tok *lexer.Token) {
	r.repair(trailingComma, tok, "nothing follows the comma in front of "+describe(tok), diag.Edit{Off: r.comma, End: r.comma + 1})
}

// resume returns the offset at or after off of the next definition, directive
// or documentation comment, or that of the end of text.
func resume(text string, off int) int {
	if off > 0 && text[off-1] != '\n' {
		n := strings.IndexByte(text[off:], '\n')
		if n < 0 {
			return len(text)
		}
		off += n + 1
	}
	loc := topLevelStart.FindStringIndex(text[off:])
	if loc == nil {
		return len(text)
	}
	return off + loc[0]
}
