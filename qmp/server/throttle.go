package server

import (
	"encoding/json"
	"time"
)

// A throttle says how often an event may be sent; see WithThrottle.
type throttle struct {
	interval time.Duration
	key      string
}

// A throttler holds back events. It is guarded by emitter.mu.
type throttler struct {
	states  map[throttleKey]*throttleState
	stopped bool
}

// A throttleKey names the events that are counted together: an event, and the value
// of its key member.
type throttleKey struct{ event, value string }

// A throttleState exists while an interval runs. One begins when an event is sent,
// and another at its end if an event was held back.
type throttleState struct {
	timer    *time.Timer
	heldBack []byte // the last event in the interval
}

// admit reports whether the event is to be sent now. Otherwise it keeps it for
// later.
func (t *throttler) admit(srv *Server, event string, rule throttle, data, message []byte) bool {
	if t.stopped {
		return false
	}
	key := throttleKey{event, keyValue(data, rule.key)}
	if l := t.states[key]; l != nil {
		l.heldBack = message
		return false
	}
	if t.states == nil {
		t.states = make(map[throttleKey]*throttleState)
	}
	l := new(throttleState)
	l.timer = time.AfterFunc(rule.interval, func() { srv.throttleIntervalEnded(key, rule.interval) })
	t.states[key] = l
	return true
}

// throttleIntervalEnded sends the event that was held back and starts another
// interval. If there is none it removes the state.
func (s *Server) throttleIntervalEnded(key throttleKey, interval time.Duration) {
	s.emitter.mu.Lock()
	defer s.emitter.mu.Unlock()
	t := &s.emitter.throttle
	l := t.states[key]
	switch {
	case l == nil || t.stopped:
	case l.heldBack == nil:
		delete(t.states, key)
	default:
		s.broadcast(l.heldBack)
		l.heldBack = nil
		l.timer.Reset(interval)
	}
}

// stop discards the events that were held back.
func (t *throttler) stop() {
	t.stopped = true
	for _, l := range t.states {
		l.timer.Stop()
	}
	t.states = nil
}

// keyValue returns the value, as JSON, of the member that distinguishes events.
func keyValue(data []byte, key string) string {
	if key == "" || len(data) == 0 {
		return ""
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil {
		return ""
	}
	return string(members[key])
}
