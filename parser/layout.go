package parser

import (
	"fmt"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
)

// A layoutRule is a rule about how documentation comments are laid out. To
// break one makes no documentation wrong.
type layoutRule string

// The rules ("Documentation markup", "Definition documentation"). Their names
// are what diag.Diagnostic.Rule has.
const (
	lineLength      layoutRule = "comment-line-length"
	sentenceSpacing layoutRule = "comment-sentence-spacing"
	indentation     layoutRule = "comment-indentation"
	sectionOrder    layoutRule = "comment-section-order"
	retiredMarkup   layoutRule = "comment-retired-markup"
)

// A layoutError makes an error about the current line from the byte i up to
// the byte end into what the edition makes of it: an error where the caller
// asked for the edition's verdict, else a fault that is counted. c is the
// construct of older editions that the rule replaced, -1 where every edition
// has the rule.
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

// summary is a warning for each rule and file that has faults, at the first.
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
