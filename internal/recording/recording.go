// Package recording writes the messages of QMP connections as lines of JSON. Package
// qmp/qmptest plays such a recording.
package recording

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// Version is in the first line of a recording.
const Version = 1

// A Header is the first line of a recording.
type Header struct {
	Version int `json:"qmp-recording"`
}

// A Line of a recording is a message.
type Line struct {
	Time time.Time `json:"time"`
	Conn string    `json:"conn"`
	// To is the side that the message goes to, ToServer or ToClient.
	To string `json:"to"`
	// Files counts the descriptors that go with the message.
	Files int `json:"files,omitempty"`
	// Message is the message if it is JSON, and Bytes if it is not.
	Message json.RawMessage `json:"message,omitempty"`
	Bytes   []byte          `json:"bytes,omitempty"`
}

// The sides of a connection.
const (
	ToServer = "server"
	ToClient = "client"
)

// A Writer writes a recording. Its methods may be called from several goroutines at
// once.
type Writer struct {
	mu  sync.Mutex
	out *json.Encoder
	err error
}

// NewWriter makes a Writer, and writes the header to w.
func NewWriter(w io.Writer) *Writer {
	r := &Writer{out: json.NewEncoder(w)}
	r.out.SetEscapeHTML(false)
	r.err = r.out.Encode(Header{Version})
	return r
}

// Message writes a message that goes to one of the sides, under the label of its
// connection.
func (r *Writer) Message(m qmp.WireMessage, to string) {
	l := Line{Time: m.Time, Conn: m.Conn, To: to, Files: m.Files}
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
func (r *Writer) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}
