package history

import (
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/breaking"
)

// A Presence says which releases have a part.
type Presence struct {
	labels []string
	// In has a value for each release, the oldest first. The newest has the
	// part.
	In []breaking.Presence
}

// Everywhere reports whether each release has the part.
func (p Presence) Everywhere() bool {
	for _, in := range p.In {
		if in != breaking.Present {
			return false
		}
	}
	return true
}

// A Span is a row of releases that have a part.
type Span struct {
	First, Last string
	// Open is true if Last is the newest release.
	Open bool
	// From is true if First is the oldest release.
	From bool
}

// Spans are the releases that have the part, the oldest first.
func (p Presence) Spans() (spans []Span) {
	for i := 0; i < len(p.In); i++ {
		if p.In[i] != breaking.Present {
			continue
		}
		first := i
		for i+1 < len(p.In) && p.In[i+1] == breaking.Present {
			i++
		}
		spans = append(spans, Span{p.labels[first], p.labels[i], i == len(p.In)-1, first == 0})
	}
	return spans
}

// Lacking are the releases that do not have the part, and Unknown those of which
// it is not known.
func (p Presence) Lacking() []string { return p.are(breaking.Absent) }

// Unknown are the releases of which it is not known whether they have the part.
func (p Presence) Unknown() []string { return p.are(breaking.Unknown) }

func (p Presence) are(what breaking.Presence) (labels []string) {
	for i, in := range p.In {
		if in == what {
			labels = append(labels, p.labels[i])
		}
	}
	return labels
}

// Mark is String for a place that has few words: "in 6.1.0, not in 5.2.0" says
// what is known of a part that came between two of the releases.
func (p Presence) Mark() string {
	spans := p.Spans()
	if len(spans) != 1 || !spans[0].Open || spans[0].From {
		return p.String()
	}
	first := slices.Index(p.labels, spans[0].First)
	if p.In[first-1] != breaking.Absent {
		return p.String()
	}
	return "in " + spans[0].First + ", not in " + p.labels[first-1]
}

// String says which releases have the part, such as "since 6.1.0" or "2.12.0 to
// 4.2.0, since 8.2.0". It is empty if all have it.
func (p Presence) String() string {
	if p.Everywhere() {
		return ""
	}
	var texts []string
	for _, s := range p.Spans() {
		switch {
		case s.Open:
			texts = append(texts, "since "+s.First)
		case s.First == s.Last:
			texts = append(texts, s.First)
		default:
			texts = append(texts, s.First+" to "+s.Last)
		}
	}
	text := strings.Join(texts, ", ")
	if unknown := p.Unknown(); len(unknown) > 0 {
		if len(p.Lacking()) == 0 {
			text = "there"
		}
		text += ", not known of " + strings.Join(unknown, ", ")
	}
	return text
}
