package shell

import (
	"cmp"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/request"
)

// A Candidate is what can stand at the cursor.
type Candidate struct {
	// Insert takes the place of the word at the cursor.
	Insert string
	// Label is what differs from what the other candidates begin with: the last step
	// of a key, or the value. It is safe to print, as are the texts below.
	Label string
	// Kind is what it is, in a word or two; empty where that is plain.
	Kind string
	// Detail is its type.
	Detail string
	// Doc is the first sentence of its description; empty without.
	Doc string
	// Partial is true if the word goes on, so that no space follows.
	Partial bool

	text string // Insert, before it is quoted
}

// A Completion is what can stand at a place of a text.
type Completion struct {
	// Start and End are the place of the word at the cursor, in bytes.
	Start, End int
	Candidates []Candidate
	// Signature shows the arguments of the command in one line; empty without one.
	Signature string

	outdated []source
}

// Outdated reports whether Refresh would find more candidates.
func (c Completion) Outdated() bool { return len(c.outdated) > 0 }

// Complete returns what can stand in text where the cursor is, a number of bytes. It
// asks the server nothing.
func (s *Session) Complete(text string, cursor int) Completion {
	start := lastStatement(text[:cursor])
	before, open := words(text[start:cursor])
	c := Completion{Start: cursor, End: cursor}
	typed := ""
	if n := len(before); n > 0 && start+before[n-1].End == cursor && !endsInSpace(text[start:cursor]) {
		typed, c.Start = before[n-1].Text, start+before[n-1].Start
		if before[n-1].JSON {
			typed, open = "", true
		}
		before = before[:n-1]
	}
	behind, _, _ := strings.Cut(text[cursor:], "\n")
	others := slices.Concat(texts(before), texts(Words(behind)))
	if len(before) == 0 {
		others = append([]string{""}, texts(Words(behind))...)
	}
	list := s.complete(&c, others, len(before), typed)
	if open {
		return Completion{Start: cursor, End: cursor, Signature: c.Signature}
	}
	for i := range list {
		list[i].Insert = Quote(list[i].text)
		list[i].Label = cmp.Or(list[i].Label, Safe(list[i].text))
	}
	c.Candidates = list
	return c
}

func endsInSpace(text string) bool { return strings.TrimRight(text, " \t\n") != text }

// lastStatement is where the last statement of text starts.
func lastStatement(text string) int {
	start := 0
	for {
		_, after, complete := cutStatement(text[start:])
		if !complete || after == "" && !strings.HasSuffix(text, "\n") {
			return start
		}
		if start = len(text) - len(after); after == "" {
			return start
		}
	}
}

// complete completes the word typed, which is that of number n in its statement. The
// others are the words without it; the first is empty if typed is the first.
func (s *Session) complete(c *Completion, others []string, n int, typed string) []Candidate {
	first := others[0]
	if n == 0 {
		if strings.HasPrefix(typed, ".") {
			return completeDot(typed)
		}
		return s.completeCommand(typed, false)
	}
	name, isDot := strings.CutPrefix(first, ".")
	if !isDot {
		return s.completeArgument(c, first, others[1:], typed)
	}
	if d := findDot(name); d != nil {
		c.Signature = d.usage()
	}
	switch {
	case name == "oob" && n == 1:
		return s.completeCommand(typed, true)
	case name == "oob":
		return s.completeArgument(c, others[1], others[2:], typed)
	case name == "events":
		list := s.completeEvent(typed)
		for _, word := range []string{"all", "off"} {
			if n == 1 && strings.HasPrefix(word, typed) {
				list = append(list, Candidate{text: word})
			}
		}
		return list
	case n == 1 && (name == "help" || name == "types"):
		return append(s.completeCommand(typed, false), s.completeEvent(typed)...)
	}
	return nil
}

func completeDot(typed string) (list []Candidate) {
	for _, d := range dotCommands() {
		if text := "." + d.name; strings.HasPrefix(text, typed) {
			list = append(list, Candidate{text: text, Detail: d.args, Doc: d.brief})
		}
	}
	return list
}

// completeCommand completes the name of a command, of those that can be executed
// out-of-band if oob is set.
func (s *Session) completeCommand(typed string, oob bool) (list []Candidate) {
	known := s.known()
	if known.requests == nil {
		for _, command := range known.commands {
			if strings.HasPrefix(command, typed) {
				list = append(list, Candidate{text: command})
			}
		}
		return list
	}
	for _, c := range known.requests.CompleteCommand(typed) {
		if command := known.index.Command(c.Text); !oob || command != nil && command.AllowOOB {
			list = append(list, candidate(c))
		}
	}
	return list
}

func (s *Session) completeEvent(typed string) (list []Candidate) {
	if known := s.known(); known.requests != nil {
		for _, c := range known.requests.CompleteEvent(typed) {
			list = append(list, candidate(c))
		}
	}
	return list
}

// completeArgument completes a word after a command.
func (s *Session) completeArgument(c *Completion, command string, others []string, typed string) []Candidate {
	known := s.known()
	if known.requests != nil {
		c.Signature = Safe(known.requests.Signature(command, append(slices.Clone(others), typed)))
	}
	var list []Candidate
	if known.requests != nil {
		for _, r := range known.requests.Complete(command, others, typed) {
			list = append(list, candidate(r))
		}
	}
	key, value, isValue := strings.Cut(typed, "=")
	if !isValue || strings.HasSuffix(key, ":") {
		return list
	}
	if known.requests != nil {
		if place, ok := known.requests.At(command, others, typed); ok && !place.FreeText {
			return list
		}
	}
	names, outdated := s.values(command, key, value, others)
	c.outdated = outdated
	return append(list, names...)
}

// candidate converts a candidate of package request.
func candidate(r request.Candidate) Candidate {
	c := Candidate{text: r.Text, Detail: Safe(r.Type), Doc: Safe(r.Doc), Partial: r.Partial, Label: Safe(r.Text)}
	var marks []string
	if r.Mandatory {
		marks = append(marks, "required")
	}
	for _, f := range r.Features {
		if f == "deprecated" || f == "unstable" {
			marks = append(marks, f)
		}
	}
	c.Kind = strings.Join(marks, ", ")
	switch r.Kind {
	case request.MemberKey, request.ElementKey:
		c.Label = c.Label[strings.LastIndexByte(c.Label[:len(c.Label)-1], '.')+1:]
	case request.EnumValue:
		_, c.Label, _ = strings.Cut(c.Label, "=")
	case request.CommandName, request.EventName:
	}
	return c
}

// Quote returns a word in the form in which Words reads it as text.
func Quote(text string) string {
	if got := Words(text); len(got) == 1 && got[0].Text == text && !got[0].JSON || text == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
