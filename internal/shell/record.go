package shell

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"

	"github.com/qapi-go/qapi-gen/internal/recording"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A recorder writes the conversation to a file, from when the user asks for it. So that
// the recording can be played, it begins with the handshake of the connection, and it
// has no reply to a request that was sent before it began.
type recorder struct {
	mu        sync.Mutex
	number    int               // of the connection
	handshake []qmp.WireMessage // of the connection
	complete  bool              // the handshake is over
	file      *os.File          // nil while nothing is recorded
	out       *recording.Writer
	requests  map[string]bool // by the id of those recorded and not answered
}

// connection returns the hook for a new connection. The label in a recording is the
// number of the connection.
func (r *recorder) connection() qmp.TraceHook {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.number++
	number := r.number
	r.handshake, r.complete = nil, false
	return func(m qmp.WireMessage) {
		m.Conn = strconv.Itoa(number)
		r.message(m)
	}
}

func (r *recorder) message(m qmp.WireMessage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.complete {
		copied := m
		copied.Data = bytes.Clone(m.Data)
		r.handshake = append(r.handshake, copied)
		if m.Direction == qmp.Received && bytes.Contains(m.Data, []byte(`"return"`)) {
			r.complete = true
		}
		if r.file != nil {
			r.write(m)
		}
		return
	}
	if r.file == nil {
		return
	}
	id := messageID(m.Data)
	if m.Direction == qmp.Sent {
		r.requests[m.Conn+" "+id] = true
	} else if id != "" {
		if !r.requests[m.Conn+" "+id] {
			return
		}
		delete(r.requests, m.Conn+" "+id)
	}
	r.write(m)
}

func messageID(message []byte) string {
	var m struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(message, &m) // it then has none
	return string(m.ID)
}

func (r *recorder) write(m qmp.WireMessage) {
	to := recording.ToClient
	if m.Direction == qmp.Sent {
		to = recording.ToServer
	}
	r.out.Message(m, to)
}

// active reports whether the conversation is recorded.
func (r *recorder) active() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.file != nil
}

// start begins a recording in a new file.
func (r *recorder) start(path string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil {
		return fmt.Errorf("%s is being written; .record off ends that", r.file.Name())
	}
	// For its owner alone: passwords are in it.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s exists; choose another file", path)
	}
	if err != nil {
		return err
	}
	r.file, r.out, r.requests = file, recording.NewWriter(file), make(map[string]bool)
	for _, m := range r.handshake {
		r.write(m)
	}
	return nil
}

// stop ends a recording. It reports the first error since it began.
func (r *recorder) stop() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		return nil
	}
	err := errors.Join(r.out.Err(), r.file.Close())
	r.file, r.out, r.requests = nil, nil, nil
	return err
}

// runRecord is .record FILE and .record off.
func (s *Session) runRecord(_ context.Context, args []string, _ string) (Reply, error) {
	switch {
	case len(args) == 1 && args[0] == "off":
		if !s.record.active() {
			return Reply{}, errors.New("nothing is recorded")
		}
		return Reply{Text: "the recording is complete"}, s.record.stop()
	case len(args) == 1:
		return Reply{Text: "recording to " + args[0] + ", passwords included, until .record off"}, s.record.start(args[0])
	}
	return Reply{}, errors.New(".record takes a file, or off")
}
