package shell

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
)

// A filter says which events are shown.
type filter struct {
	names []string // sorted; empty: all
	off   bool
}

func (f filter) shows(event string) bool {
	return !f.off && (len(f.names) == 0 || slices.Contains(f.names, event))
}

func (f filter) String() string {
	switch {
	case f.off:
		return "no events are shown"
	case len(f.names) == 0:
		return "all events are shown"
	}
	return "events shown: " + strings.Join(f.names, ", ")
}

// runEvents is .events [NAME...|all|off].
func (s *Session) runEvents(_ context.Context, args []string, _ string) (Reply, error) {
	next := filter{}
	switch {
	case len(args) == 0:
		s.mu.Lock()
		defer s.mu.Unlock()
		return Reply{Text: s.events.String()}, nil
	case len(args) == 1 && args[0] == "off":
		next.off = true
	case len(args) == 1 && args[0] == "all":
	default:
		if err := s.checkEvents(args); err != nil {
			return Reply{}, err
		}
		next.names = slices.Compact(slices.Sorted(slices.Values(args)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = next
	return Reply{Text: next.String()}, nil
}

// checkEvents refuses names that the server does not have.
func (s *Session) checkEvents(names []string) error {
	known := s.eventNames()
	for _, name := range names {
		if known != nil && !slices.Contains(known, name) {
			return fmt.Errorf("the server has no event %s%s", name, diag.Suggest(name, known))
		}
	}
	return nil
}

// eventNames are the events of the server, sorted; nil if they are not known.
func (s *Session) eventNames() (names []string) {
	index := s.known().index
	if index == nil {
		return nil
	}
	for e := range introspect.All[*introspect.Event](index.Document()) {
		names = append(names, e.Name)
	}
	slices.Sort(names)
	return names
}
