package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/edition"
)

// maxDocLine is the maximum number of characters in a line of documentation,
// including its "# ".
const maxDocLine = 70

// A docStyle checks the style of lines: their length, and two spaces between
// sentences. Literal blocks are exempt ("Documentation markup").
type docStyle struct {
	literal  bool
	indent   int // of the literal block, 0 before its first line
	problems int // number of problems found
}

// check checks the current line of l.
func (s *docStyle) check(l *docLines) {
	line := l.line
	if startsLiteral(line) {
		s.literal, s.indent = true, 0
	} else if s.literal && line != "" {
		if n := indent(line); s.indent == 0 {
			s.indent = n
		} else if n < s.indent {
			s.literal = false
		}
	}
	if !s.literal {
		before := len(*l.problems)
		checkLength(l)
		checkSentences(l)
		s.problems += len(*l.problems) - before
	}
}

// startsLiteral reports whether line is "::" or ".. qmp-example::" alone.
func startsLiteral(line string) bool {
	head, found := strings.CutSuffix(line, "::")
	if !found {
		return false
	}
	if rest, ok := strings.CutPrefix(head, ".. "); ok {
		head = strings.TrimLeft(rest, " ")
		head, found = strings.CutPrefix(head, "qmp-example")
		if !found {
			return false
		}
	}
	return strings.Trim(head, " ") == ""
}

func checkLength(l *docLines) {
	const limit = maxDocLine - len("# ")
	if len(l.line) <= limit || utf8.RuneCountInString(l.line) <= limit || isURL(l.line) {
		return
	}
	i := 0
	for range limit {
		_, size := utf8.DecodeRuneInString(l.line[i:])
		i += size
	}
	l.layoutErrorf(lineLength, edition.FreeStyle, i, len(l.line), "this line has more than %d characters: break it", maxDocLine)
}

// isURL reports whether line is a single URL, which cannot be broken.
func isURL(line string) bool {
	line = strings.TrimLeft(line, " ")
	for _, scheme := range [...]string{"https://", "http://", "ftp://"} {
		if rest, found := strings.CutPrefix(line, scheme); found {
			return !strings.Contains(rest, " ")
		}
	}
	return false
}

// checkSentences reports the first sentence that starts one space after the end
// of another.
func checkSentences(l *docLines) {
	line := l.line
	for i := 0; i+2 < len(line); i++ {
		if line[i+1] == ' ' && strings.IndexByte(".!?", line[i]) >= 0 && startsSentence(line[i+2]) && !abbreviates(line[:i+1]) {
			l.layoutErrorf(sentenceSpacing, edition.FreeStyle, i+1, i+2, "a sentence must start two spaces behind the one before")
			return
		}
	}
}

func startsSentence(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '('
}

// abbreviates reports whether the period at the end of s does not end a
// sentence: it belongs to "e.g.", or to an enumerator at the start of a line.
func abbreviates(s string) bool {
	if before, found := strings.CutSuffix(s, "e.g."); found {
		r, _ := utf8.DecodeLastRuneInString(before)
		if before == "" || !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' {
			return true
		}
	}
	number, found := strings.CutSuffix(strings.TrimLeft(s, " "), ".")
	r, size := utf8.DecodeRuneInString(number)
	return found && size > 0 && size == len(number) && unicode.IsDigit(r)
}
