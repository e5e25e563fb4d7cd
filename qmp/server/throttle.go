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

// A throttler holds back events. It belongs to the emitter's lock.
type throttler struct {
	lanes   map[laneKey]*lane
	stopped bool
}

// A lane is events that are counted together.
type laneKey struct{ event, value string }

// A lane exists from when an event was sent until interval later, and as long
// again each time one was held back meanwhile.
type lane struct {
	timer *time.Timer
	held  []byte // the last event in the interval
}

// admit reports whether the event is to be sent now. Otherwise it keeps it for
// later.
func (t *throttler) admit(srv *Server, event string, rule throttle, data, message []byte) bool {
	if t.stopped {
		return false
	}
	key := laneKey{event, keyValue(data, rule.key)}
	if l := t.lanes[key]; l != nil {
		l.held = message
		return false
	}
	if t.lanes == nil {
		t.lanes = make(map[laneKey]*lane)
	}
	l := new(lane)
	l.timer = time.AfterFunc(rule.interval, func() { srv.intervalOver(key, rule.interval) })
	t.lanes[key] = l
	return true
}

// intervalOver sends the event that was held back, and starts another
// interval; or ends the lane.
func (s *Server) intervalOver(key laneKey, interval time.Duration) {
	s.emitter.mu.Lock()
	defer s.emitter.mu.Unlock()
	t := &s.emitter.throttle
	l := t.lanes[key]
	switch {
	case l == nil || t.stopped:
	case l.held == nil:
		delete(t.lanes, key)
	default:
		s.broadcast(l.held)
		l.held = nil
		l.timer.Reset(interval)
	}
}

// stop forgets the events held back.
func (t *throttler) stop() {
	t.stopped = true
	for _, l := range t.lanes {
		l.timer.Stop()
	}
	t.lanes = nil
}

// keyValue is the value of the member that events are told apart by, as JSON.
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
