// Package diag holds what every stage says about a schema: places in source
// files, diagnostics, and their rendering as text, JSON or GitHub annotations.
package diag

import "fmt"

// Severity grades a Diagnostic.
type Severity int

// An Error makes a command fail; a Warning does not. A Notice is information, such
// as a compatible change.
const (
	Error Severity = iota
	Warning
	Notice
)

func (s Severity) String() string { return [...]string{"error", "warning", "notice"}[s] }

// A Diagnostic is one thing wrong with the input: where, what, and what to do.
type Diagnostic struct {
	Severity Severity
	// Rule is the name of the rule that the diagnostic comes from, where rules
	// have names; else it is empty.
	Rule string
	// Pos is the offending token. End is just past it; where it is zero
	// the rendering underlines a single character.
	Pos, End Pos
	// Message is one line without a final period.
	Message string
	// In names the definition at fault, such as "struct 'Foo'"; it may be empty.
	In string
	// Notes point at other places, or advise.
	Notes []Note
}

// A Note belongs to a Diagnostic. Its Pos is zero where it is advice about no
// place in particular.
type Note struct {
	Pos     Pos
	Message string
}

// List is what a stage found, in the order found.
type List []Diagnostic

// Errorf adds an error about the text from pos to end.
func (l *List) Errorf(pos, end Pos, format string, args ...any) *Diagnostic {
	*l = append(*l, Diagnostic{Pos: pos, End: end, Message: fmt.Sprintf(format, args...)})
	return &(*l)[len(*l)-1]
}

// maxErrors is how many diagnostics of a stage are told: more than anybody
// reads, and few enough to be rendered at once whatever the input.
const maxErrors = 1000

// Curtail cuts l down to its first 1000 diagnostics, and says at the first
// that it leaves out how many there are.
func (l *List) Curtail() {
	if more := len(*l) - maxErrors; more > 0 {
		next := (*l)[maxErrors].Pos
		*l = (*l)[:maxErrors]
		l.Errorf(next, next, "too many errors: %d more are not shown", more)
	}
}

// HasErrors reports whether any of l is an Error.
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
