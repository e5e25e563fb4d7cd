package shell

import "strings"

// Split cuts text into statements: one for each line, but a line goes on where a
// quote or a bracket is open, or where it ends in a backslash. Empty lines and lines
// that begin with # are left out. The rest is what is not a statement yet, because
// something in it is open.
func Split(text string) (statements []string, rest string) {
	for text != "" {
		statement, after, complete := cutStatement(text)
		if !complete {
			return statements, text
		}
		if trimmed := strings.TrimSpace(statement); trimmed != "" && trimmed[0] != '#' {
			statements = append(statements, trimmed)
		}
		text = after
	}
	return statements, ""
}

// Complete reports whether text can be run, rather than being continued by another
// line.
func Complete(text string) bool {
	_, rest := Split(text)
	return rest == ""
}

// cutStatement cuts the first statement off text.
func cutStatement(text string) (statement, after string, complete bool) {
	if strings.HasPrefix(strings.TrimLeft(text, " \t"), "#") {
		statement, after, _ = strings.Cut(text, "\n")
		return statement, after, true
	}
	for end := 0; ; {
		i := strings.IndexByte(text[end:], '\n')
		last := i < 0
		if last {
			end = len(text)
		} else {
			end += i
		}
		if _, open := words(text[:end]); !open {
			return text[:end], strings.TrimPrefix(text[end:], "\n"), true
		}
		if last {
			return "", "", false
		}
		end++
	}
}
