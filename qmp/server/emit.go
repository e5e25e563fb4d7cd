package server

import (
	"fmt"
	"reflect"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// An emitter sends events to the monitors, one at a time, so that all monitors get them
// in the same order.
type emitter struct {
	mu       sync.Mutex
	throttle throttler
}

// Emit sends an event to all clients that have negotiated. It queues the event and does
// not wait for clients. An event that a handler emits is sent before the reply of the
// handler.
//
// Emit may be called at any time, from any goroutine. It returns an error if the schema
// does not have the event, or if the body cannot be encoded.
func (s *Server) Emit(body qmp.EventBody) error {
	at := time.Now()
	info, ok := s.events[body.EventName()]
	if !ok {
		return fmt.Errorf("qmp: the schema has no event %q", body.EventName())
	}
	if s.config.output.Hides(info.Flags&DeprecatedEvent != 0, info.Flags&UnstableEvent != 0) {
		return nil
	}
	data, err := encodeEvent(body, s.config.output)
	if err != nil {
		return fmt.Errorf("qmp: event %s: %w", info.Name, err)
	}
	message := appendEvent(nil, info.Name, at, data)
	s.emitter.mu.Lock()
	defer s.emitter.mu.Unlock()
	if t, ok := s.config.throttles[info.Name]; !ok || s.emitter.throttle.admit(s, info.Name, t, data, message) {
		s.broadcast(message)
	}
	return nil
}

// broadcast puts an event in all outboxes. The caller holds emitter.mu.
func (s *Server) broadcast(message []byte) {
	for _, session := range s.currentSessions() {
		if session.out.putEvent(message) {
			session.out.flush()
		}
	}
}

// appendEvent appends an event; data may be empty.
func appendEvent(dst []byte, name string, at time.Time, data []byte) []byte {
	dst = fmt.Appendf(dst, `{"timestamp": {"seconds": %d, "microseconds": %d}, "event": `, at.Unix(), at.Nanosecond()/1000)
	dst = qjson.AppendString(dst, name)
	if len(data) > 0 {
		dst = append(dst, `, "data": `...)
		dst = append(dst, data...)
	}
	return append(dst, "}\r\n"...)
}

// encodeEvent encodes an event's data, nothing if the event never has any.
func encodeEvent(body qmp.EventBody, policy qapi.OutputPolicy) ([]byte, error) {
	t := reflect.TypeOf(body)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct && t.NumField() == 0 {
		return nil, nil
	}
	return encodeResult(nil, body, policy)
}
