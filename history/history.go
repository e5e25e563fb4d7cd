package history

import (
	"context"
	"fmt"
	"slices"

	"github.com/qapi-go/qapi-gen/breaking"
)

// A History is what older releases have of the newest, and the changes between
// them. It is immutable.
type History struct {
	releases []Release
	labels   []string
	changes  *breaking.History
}

// New compares the newest release, a schema, with older ones, of which there is
// at least one. These are in order, the oldest first (see [Sort]). If ctx ends,
// New returns its cause.
func New(ctx context.Context, newest Release, older []Release) (*History, error) {
	h := &History{releases: append(slices.Clip(older), newest)}
	seen := map[string]bool{}
	sides := make([]*breaking.Side, len(h.releases))
	for i, r := range h.releases {
		if seen[r.Label] {
			return nil, fmt.Errorf("two releases are called %s: give one of them another label", r.Label)
		}
		seen[r.Label] = true
		h.labels = append(h.labels, r.Label)
		sides[i] = r.side
	}
	var err error
	if h.changes, err = breaking.NewHistory(ctx, sides); err != nil {
		return nil, err
	}
	return h, nil
}

// Labels are those of the releases, the oldest first.
func (h *History) Labels() []string { return h.labels }

// Part says which releases have a part of the newest release's schema. A part of
// a type counts if it is at one of the places that the type takes.
func (h *History) Part(p breaking.Part) Presence {
	return Presence{h.labels, h.changes.Presence(p)}
}

// Path says which releases have a capability path of the newest, as
// [introspect.Index.Supports] understands it. The error is that of a malformed
// path.
func (h *History) Path(path string) (Presence, error) {
	p := Presence{h.labels, make([]breaking.Presence, len(h.releases))}
	for i, r := range h.releases {
		there, err := r.index.Supports(path)
		if err != nil {
			return Presence{}, err
		}
		p.In[i] = breaking.Absent
		if there {
			p.In[i] = breaking.Present
		}
	}
	return p, nil
}

// FormerNames are the other names that a type of the newest release had in
// older ones, with the last release that had each, the latest first.
func (h *History) FormerNames(definition string) (list []FormerName) {
	for i := len(h.labels) - 2; i >= 0; i-- {
		name := h.changes.FormerName(i, definition)
		if name != "" && (len(list) == 0 || list[len(list)-1].Name != name) {
			list = append(list, FormerName{name, h.labels[i]})
		}
	}
	return list
}

// A FormerName is a name that a type had up to a release.
type FormerName struct{ Name, Until string }

// A Step is what changed from one release to another.
type Step struct {
	From, To string
	Changes  []breaking.Traced
}

// Count is the number of changes with a verdict.
func (s *Step) Count(v breaking.Verdict) int {
	n := 0
	for i := range s.Changes {
		if s.Changes[i].Verdict == v {
			n++
		}
	}
	return n
}

// Steps are the changes from each release to the next, the latest first.
func (h *History) Steps() (steps []Step) {
	for i := len(h.labels) - 2; i >= 0; i-- {
		steps = append(steps, Step{h.labels[i], h.labels[i+1], h.changes.Changes(i)})
	}
	return steps
}

// StepsToNewest are the changes from each release to the newest at once, but for
// the last of the older ones, which is the first of Steps.
func (h *History) StepsToNewest() (steps []Step) {
	newest := h.labels[len(h.labels)-1]
	for i := len(h.labels) - 3; i >= 0; i-- {
		steps = append(steps, Step{h.labels[i], newest, h.changes.ChangesToNewest(i)})
	}
	return steps
}

// A Record is a change of a part of a definition.
type Record struct {
	// From and To are the releases between which it changed.
	From, To string
	Change   *breaking.Change
	// Part is in the definition of the newest release, which may have the part
	// itself no more.
	Part breaking.Part
}

// Records are the changes of a definition and of its parts, the latest first.
func (h *History) Records(definition string) (list []Record) {
	records := h.changes.Records(definition)
	for end := len(records); end > 0; {
		start := end
		for start > 0 && records[start-1].Step == records[end-1].Step {
			start--
		}
		for _, r := range records[start:end] {
			list = append(list, Record{h.labels[r.Step], h.labels[r.Step+1], r.Change, r.Part})
		}
		end = start
	}
	return list
}
