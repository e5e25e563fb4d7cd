package parser

import (
	"fmt"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A layoutRule is a rule about the layout of documentation comments. A fault
// against it does not make the documentation wrong.
type layoutRule string

// The rules ("Documentation markup", "Definition documentation").
// diag.Diagnostic.Rule has their names.
const (
	lineLength      layoutRule = "comment-line-length"
	sentenceSpacing layoutRule = "comment-sentence-spacing"
	indentation     layoutRule = "comment-indentation"
	sectionOrder    layoutRule = "comment-section-order"
	retiredMarkup   layoutRule = "comment-retired-markup"
)

// layoutErrorf reports a fault in the bytes from i to end of the current line.
// It is an error if the caller chose the edition. Otherwise it is counted. c is
// the construct of older editions that the rule replaced, or -1 if every
// edition has the rule.
func (l *docLines) layoutErrorf(rule layoutRule, c edition.Construct, i, end int, format string, args ...any) {
	if !l.tree.auto {
		d := l.problems.Errorf(l.at(i), l.at(end), format, args...)
		if c >= 0 {
			d.Note(diag.Pos{}, "%s", c.Advice())
		}
		return
	}
	l.layout.Errorf(l.at(i), l.at(end), format, args...).Rule = string(rule)
}

// layoutFaults counts faults by rule and file.
type layoutFaults struct {
	list  diag.List // the first of each
	index map[layoutKey]int
	count []int // beside list
}

type layoutKey struct {
	rule string
	src  *diag.Source
}

func (f *layoutFaults) add(found diag.List) {
	for _, d := range found {
		key := layoutKey{d.Rule, d.Pos.Source()}
		i, again := f.index[key]
		if !again {
			if f.index == nil {
				f.index = map[layoutKey]int{}
			}
			i = len(f.list)
			f.index[key] = i
			f.list = append(f.list, d)
			f.count = append(f.count, 0)
		}
		f.count[i]++
	}
}

// summary returns a warning for each rule and file with faults, placed at the
// first fault.
func (f *layoutFaults) summary() diag.List {
	for i := range f.list {
		d := &f.list[i]
		d.Severity = diag.Warning
		if n := f.count[i]; n > 1 {
			d.Message += fmt.Sprintf(" (the first of %d places in this file)", n)
		}
	}
	return f.list
}
