package request

import (
	"fmt"
	"strings"
)

// An Error lists what is wrong with the words or the arguments for a command.
type Error struct {
	Command  string
	Problems []Problem
}

// A Problem is one mistake.
type Problem struct {
	Path    string // of the value, in the form of a key; empty for the words as a whole
	Message string
}

// Error has a line for each problem.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		for _, part := range []string{e.Command, p.Path} {
			if part != "" {
				lines[i] += part + ": "
			}
		}
		lines[i] += p.Message
	}
	return strings.Join(lines, "\n")
}

// maxProblems is how many problems are reported at once.
const maxProblems = 10

// problems collects problems.
type problems []Problem

func (p *problems) addf(path, format string, args ...any) {
	if len(*p) < maxProblems {
		*p = append(*p, Problem{path, fmt.Sprintf(format, args...)})
	}
}

// err returns the problems as an error, nil if there are none.
func (p problems) err(command string) error {
	if len(p) == 0 {
		return nil
	}
	return &Error{command, p}
}

// listed puts a list after a text if it is short, and not empty.
func listed(text string, list []string) string {
	const few = 12
	if len(list) == 0 || len(list) > few {
		return ""
	}
	return text + strings.Join(list, ", ")
}

// join appends a step to a path.
func join(path, step string) string {
	if path == "" {
		return step
	}
	return path + "." + step
}
