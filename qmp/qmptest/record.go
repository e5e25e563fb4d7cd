package qmptest

import (
	"fmt"
	"io"

	"github.com/qapi-go/qapi-gen/internal/recording"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A Recorder writes the messages of connections as lines of JSON, each with its
// time, the label of its connection, its direction and the number of descriptors
// passed with it. Nothing is left out: passwords are in a recording too. Its
// methods may be called from several goroutines at once.
type Recorder struct{ out *recording.Writer }

// NewRecorder makes a Recorder that writes to w.
func NewRecorder(w io.Writer) *Recorder { return &Recorder{recording.NewWriter(w)} }

// Client has a client's connection recorded under a label.
func (r *Recorder) Client(label string) qmp.ConnOption {
	return qmp.WithTrace(label, func(m qmp.WireMessage) { r.record(m, m.Direction == qmp.Sent) })
}

// Server has all connections of a server recorded, under their numbers.
func (r *Recorder) Server() server.Option {
	return server.WithTrace(func(m qmp.WireMessage) { r.record(m, m.Direction == qmp.Received) })
}

func (r *Recorder) record(m qmp.WireMessage, isRequest bool) {
	to := recording.ToClient
	if isRequest {
		to = recording.ToServer
	}
	r.out.Message(m, to)
}

// Err is the first error of writing. Nothing is written after it.
func (r *Recorder) Err() error {
	if err := r.out.Err(); err != nil {
		return fmt.Errorf("qmptest: recording: %w", err)
	}
	return nil
}
