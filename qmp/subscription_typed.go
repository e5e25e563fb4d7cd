package qmp

import (
	"context"
	"fmt"
	"iter"

	"github.com/qapi-go/qapi-gen/qapi"
)

// An EventDecoder makes an event's body out of its data, which is {} for an
// event without.
type EventDecoder func(data []byte) (EventBody, error)

// DecodeEvent is the EventDecoder of the generated type T. It is tolerant.
func DecodeEvent[T EventBody](data []byte) (EventBody, error) {
	var body T
	if err := qapi.Unmarshal(data, &body); err != nil {
		return nil, err
	}
	return body, nil
}

// Events subscribes to all events at once and iterates over them until the
// context or the connection ends, or the loop is left. The decoders, by event
// name, fill Event.Body; an event without decoder is passed on with a nil
// Body. The iterator can be ranged over once.
//
// The error of a pair is about its event when that has a name: the data
// cannot be decoded, Body is nil, and the iteration goes on. Otherwise it says
// why there are no more events, and is the last.
func (c *Conn) Events(ctx context.Context, decoders map[string]EventDecoder) iter.Seq2[Event, error] {
	s := c.Subscribe()
	stop := context.AfterFunc(ctx, s.Close)
	return func(yield func(Event, error) bool) {
		defer stop()
		defer s.Close()
		for {
			ev, err := s.Next(ctx)
			if err != nil {
				if ctx.Err() != nil {
					err = ctx.Err()
				}
				yield(Event{}, err)
				return
			}
			if decode := decoders[ev.Name]; decode != nil {
				if ev.Body, err = decode(eventData(ev)); err != nil {
					err = fmt.Errorf("event %s: %w", ev.Name, err)
				}
			}
			if !yield(ev, err) {
				return
			}
		}
	}
}

func eventData(ev Event) []byte {
	if ev.Data == nil {
		return []byte("{}")
	}
	return ev.Data
}

// AwaitEvent runs do and returns the first event that match accepts. It
// subscribes before, so that an event which do causes is not missed however
// soon it comes. A nil match accepts any; no names mean all events.
func (c *Conn) AwaitEvent(ctx context.Context, do func(context.Context) error, match func(Event) bool, names ...string) (Event, error) {
	s := c.Subscribe(EventNames(names...))
	defer s.Close()
	if err := do(ctx); err != nil {
		return Event{}, err
	}
	for {
		ev, err := s.Next(ctx)
		if err != nil {
			return Event{}, err
		}
		if match == nil || match(ev) {
			return ev, nil
		}
	}
}

// AwaitEvent runs do and returns the first event of the generated type T that
// match accepts; a nil match accepts any. It subscribes before, so that an event
// which do causes is not missed however soon it comes.
//
//	ev, err := qmp.AwaitEvent(ctx, conn, vm.Stop, func(vmm.StopEvent) bool { return true })
//
// It keeps 256 events that have not been looked at. An event that was dropped
// beyond these is missed.
func AwaitEvent[T EventBody](ctx context.Context, c Caller, do func(context.Context) error, match func(T) bool) (T, error) {
	var none T
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // which ends the subscription also where nothing is read of it
	events := c.Events(ctx, map[string]EventDecoder{none.EventName(): DecodeEvent[T]})
	if err := do(ctx); err != nil {
		return none, err
	}
	for ev, err := range events {
		body, ok := ev.Body.(T)
		switch {
		case err != nil && (ev.Name == "" || ev.Name == none.EventName()):
			return none, err
		case ok && (match == nil || match(body)):
			return body, nil
		}
	}
	return none, ErrClosed // which an iterator says itself
}
