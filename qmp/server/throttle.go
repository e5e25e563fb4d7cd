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
	if state := t.states[key]; state != nil {
		state.heldBack = message
		return false
	}
	if t.states == nil {
		t.states = make(map[throttleKey]*throttleState)
	}
	state := new(throttleState)
	state.timer = time.AfterFunc(rule.interval, func() { srv.throttleIntervalEnded(key, rule.interval) })
	t.states[key] = state
	return true
}

// throttleIntervalEnded sends the event that was held back and starts another
// interval. If there is none it removes the state.
func (s *Server) throttleIntervalEnded(key throttleKey, interval time.Duration) {
	s.emitter.mu.Lock()
	defer s.emitter.mu.Unlock()
	t := &s.emitter.throttle
	state := t.states[key]
	switch {
	case state == nil || t.stopped:
	case state.heldBack == nil:
		delete(t.states, key)
	default:
		s.broadcast(state.heldBack)
		state.heldBack = nil
		state.timer.Reset(interval)
	}
}

// stop discards the events that were held back.
func (t *throttler) stop() {
	t.stopped = true
	for _, state := range t.states {
		state.timer.Stop()
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
