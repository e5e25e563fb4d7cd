package talk

import (
	"context"
	"slices"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// Events says which events to print, and when to end.
type Events struct {
	Names []string // those to print; all if empty
	Until []Filter // end at the first event that one of them selects
	Count int      // end when as many were printed; 0 is no limit
}

// Check returns a *MistakeError if the server has no such events.
func (e *Events) Check(commands *request.Commands) error {
	filters := slices.Clone(e.Until)
	for _, name := range e.Names {
		filters = append(filters, Filter{Name: name})
	}
	return CheckFilters(commands, filters)
}

// CheckFilters returns a *MistakeError if the server has no event for one of the
// filters.
func CheckFilters(commands *request.Commands, filters []Filter) error {
	for _, f := range filters {
		if err := f.Check(commands); err != nil {
			return &MistakeError{err}
		}
	}
	return nil
}

// Subscribe starts to receive the events.
func (e *Events) Subscribe(conn *qmp.Conn) *qmp.Subscription {
	opts := []qmp.SubscribeOption{qmp.EventBuffer(eventBuffer)}
	if len(e.Names) > 0 {
		opts = append(opts, qmp.EventNames(append(filterNames(e.Until), e.Names...)...))
	}
	return conn.Subscribe(opts...)
}

// Follow prints events until the last one. It calls lost with the number of events
// that were dropped because printing is too slow.
func (e *Events) Follow(ctx context.Context, events *qmp.Subscription, out Printer, lost func(uint64)) error {
	for printed := 0; e.Count == 0 || printed < e.Count; {
		ev, err := events.Next(ctx)
		if err != nil {
			return err
		}
		if ev.Dropped > 0 {
			lost(ev.Dropped)
		}
		last := matching(e.Until, ev)
		if last || len(e.Names) == 0 || slices.Contains(e.Names, ev.Name) {
			printed++
			if err := out.Event(ev); err != nil {
				return err
			}
		}
		if last {
			return nil
		}
	}
	return nil
}
