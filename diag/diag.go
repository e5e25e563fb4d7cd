// Package diag has positions in source files and diagnostics about them, and
// writes diagnostics as text, JSON or GitHub annotations.
package diag

import "fmt"

// Severity is the severity of a Diagnostic.
type Severity int

// An Error makes a command fail, a Warning does not. A Notice is information,
// such as a compatible change.
const (
	Error Severity = iota
	Warning
	Notice
)

func (s Severity) String() string { return [...]string{"error", "warning", "notice"}[s] }

// A Diagnostic describes one problem of the input: its place, the problem, and
// how to solve it.
type Diagnostic struct {
	Severity Severity
	// Rule is the name of the violated rule. It is empty if the rule has no
	// name.
	Rule string
	// Pos is the position of the offending text, and End the position after it.
	// If End is zero, a single character is marked.
	Pos, End Pos
	// Message is one line without a final period.
	Message string
	// In names the definition at fault, such as "struct 'Foo'". It may be
	// empty.
	In string
	// Notes refer to other places or give advice.
	Notes []Note
}

// A Note belongs to a Diagnostic. Its Pos is zero if it does not refer to a
// place.
type Note struct {
	Pos     Pos
	Message string
}

// List has diagnostics in the order in which they were found.
type List []Diagnostic

// Errorf adds an error about the text from pos to end.
func (l *List) Errorf(pos, end Pos, format string, args ...any) *Diagnostic {
	*l = append(*l, Diagnostic{Pos: pos, End: end, Message: fmt.Sprintf(format, args...)})
	return &(*l)[len(*l)-1]
}

// maxErrors is the maximum number of diagnostics of a stage. Nobody reads more,
// and they are written quickly whatever the input.
const maxErrors = 1000

// Curtail cuts l down to its first 1000 diagnostics. An additional one says how
// many are left out.
func (l *List) Curtail() {
	if more := len(*l) - maxErrors; more > 0 {
		next := (*l)[maxErrors].Pos
		*l = (*l)[:maxErrors]
		l.Errorf(next, next, "too many errors: %d more are not shown", more)
	}
}

// HasErrors reports whether l has an Error.
func (l List) HasErrors() bool {
	for _, d := range l {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Note adds a note to d and returns d, for chaining.
func (d *Diagnostic) Note(pos Pos, format string, args ...any) *Diagnostic {
	d.Notes = append(d.Notes, Note{Pos: pos, Message: fmt.Sprintf(format, args...)})
	return d
}

// Within names the definition at fault and returns d, for chaining.
func (d *Diagnostic) Within(format string, args ...any) *Diagnostic {
	d.In = fmt.Sprintf(format, args...)
	return d
}
