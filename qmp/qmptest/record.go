package qmptest

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// recordingVersion is in the first line of a recording.
const recordingVersion = 1

// A header is the first line of a recording.
type header struct {
	Version int `json:"qmp-recording"`
}

// A line of a recording is a message.
type line struct {
	Time time.Time `json:"time"`
	Conn string    `json:"conn"`
	// To is the side that the message goes to, toServer or toClient.
	To string `json:"to"`
	// Files counts the descriptors that go with the message.
	Files int `json:"files,omitempty"`
	// Message is the message if it is JSON, and Bytes if it is not.
	Message json.RawMessage `json:"message,omitempty"`
	Bytes   []byte          `json:"bytes,omitempty"`
}

const (
	toServer = "server"
	toClient = "client"
)

// A Recorder writes the messages of connections as lines of JSON, each with its
// time, the label of its connection, its direction and the number of descriptors
// passed with it. Nothing is left out: passwords are in a recording too. Its
// methods may be called from several goroutines at once.
type Recorder struct {
	mu  sync.Mutex
	out *json.Encoder
	err error
}

// NewRecorder makes a Recorder that writes to w.
func NewRecorder(w io.Writer) *Recorder {
	r := &Recorder{out: json.NewEncoder(w)}
	r.out.SetEscapeHTML(false)
	r.err = r.out.Encode(header{recordingVersion})
	return r
}

// Client has a client's connection recorded under a label.
func (r *Recorder) Client(label string) qmp.ConnOption {
	return qmp.WithTrace(label, func(m qmp.WireMessage) { r.record(m, m.Direction == qmp.Sent) })
}

// Server has all connections of a server recorded, under their numbers.
func (r *Recorder) Server() server.Option {
	return server.WithTrace(func(m qmp.WireMessage) { r.record(m, m.Direction == qmp.Received) })
}

func (r *Recorder) record(m qmp.WireMessage, isRequest bool) {
	l := line{Time: m.Time, Conn: m.Conn, To: toClient, Files: m.Files}
	if isRequest {
		l.To = toServer
	}
	if json.Valid(m.Data) {
		l.Message = m.Data
	} else {
		l.Bytes = m.Data
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = r.out.Encode(l)
	}
}

// Err is the first error of writing. Nothing is written after it.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return fmt.Errorf("qmptest: recording: %w", r.err)
	}
	return nil
}
