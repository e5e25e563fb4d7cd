package parser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/edition"
)

// maxDocLine is how many characters a line of documentation may have, its
// "# " included.
const maxDocLine = 70

// A docStyle holds lines to the rules of style: their length, and two spaces
// between sentences. Literal blocks are exempt ("Documentation markup").
type docStyle struct {
	literal  bool
	indent   int // of the literal block, 0 before its first line
	problems int // how many it found
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

// startsLiteral recognises "::" and ".. qmp-example::" alone on a line.
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

// isURL recognises a line that is one URL: it cannot be broken.
func isURL(line string) bool {
	line = strings.TrimLeft(line, " ")
	for _, scheme := range [...]string{"https://", "http://", "ftp://"} {
		if rest, found := strings.CutPrefix(line, scheme); found {
			return !strings.Contains(rest, " ")
		}
	}
	return false
}

// checkSentences looks for the first sentence that starts one space behind the
// end of another.
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

// abbreviates reports whether the period at the end of s ends no sentence:
// that of "e.g.", and of an enumerator at the start of a line.
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
