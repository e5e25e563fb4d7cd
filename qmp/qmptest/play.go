package qmptest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"reflect"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/recording"
	"github.com/qapi-go/qapi-gen/qmp"
)

// Play returns a connection to a player of the recording. The player sends the recorded
// messages of the server, each after the requests that preceded it in the recording.
// The client must send the recorded requests in the same order. Their ids may differ;
// the replies have the ids of the requests. A different, additional or missing request
// fails the test.
//
// label selects a connection of the recording; it may be empty if there is only one.
// Play cannot play descriptors, and messages that are not JSON, as in a conversation
// with the guest agent.
func Play(t testing.TB, recording io.Reader, label string, opts ...qmp.ConnOption) *qmp.Conn {
	t.Helper()
	lines, err := read(recording, label)
	if err != nil {
		t.Fatalf("qmptest: %v", err)
	}
	ours, ended := startPlayer(lines)
	conn, err := qmp.NewConn(t.Context(), ours, opts...)
	if err != nil {
		t.Fatalf("qmptest: connecting: %v", errors.Join(<-ended, err))
	}
	t.Cleanup(func() {
		_ = conn.Close()
		if err := <-ended; err != nil {
			t.Errorf("qmptest: playing the recording: %v", err)
		}
	})
	return conn
}

// startPlayer plays lines to the connection that it returns, and sends to ended how
// that ended.
func startPlayer(lines []recording.Line) (conn net.Conn, ended <-chan error) {
	ours, theirs := net.Pipe()
	p := &player{lines: lines, conn: theirs, requests: json.NewDecoder(theirs), ids: make(map[string]json.RawMessage)}
	done := make(chan error, 1)
	go func() {
		done <- p.play()
		_ = theirs.Close()
	}()
	return ours, done
}

// read reads the lines of one connection.
func read(from io.Reader, label string) ([]recording.Line, error) {
	d := json.NewDecoder(from)
	var h recording.Header
	if err := d.Decode(&h); err != nil {
		return nil, fmt.Errorf("reading a recording: %w", err)
	}
	if h.Version != recording.Version {
		return nil, fmt.Errorf("the recording's first line is not {\"qmp-recording\":%d}: a Recorder writes recordings", recording.Version)
	}
	var lines []recording.Line
	for number := 2; ; number++ {
		var l recording.Line
		switch err := d.Decode(&l); {
		case errors.Is(err, io.EOF) && len(lines) == 0:
			return nil, fmt.Errorf("the recording has no messages of connection %q", label)
		case errors.Is(err, io.EOF):
			return lines, nil
		case err != nil:
			return nil, fmt.Errorf("reading line %d of a recording: %w", number, err)
		case label != "" && l.Conn != label:
			continue
		case len(lines) > 0 && l.Conn != lines[0].Conn:
			return nil, fmt.Errorf("the recording has connections %q and %q: choose one", lines[0].Conn, l.Conn)
		case l.Message == nil:
			return nil, fmt.Errorf("line %d of the recording is no message in JSON, which cannot be played", number)
		}
		lines = append(lines, l)
	}
}

// A player is the server's side of a recorded conversation.
type player struct {
	lines    []recording.Line
	conn     net.Conn
	requests *json.Decoder
	ids      map[string]json.RawMessage // those of requests, by those of the recording
}

func (p *player) play() error {
	for i, l := range p.lines {
		step := p.send
		if l.To == recording.ToServer {
			step = p.expect
		}
		if err := step(l.Message); err != nil {
			return fmt.Errorf("message %d: %w", i+1, err)
		}
	}
	var more json.RawMessage
	if err := p.requests.Decode(&more); err == nil {
		return fmt.Errorf("a request that the recording does not have: %s", more)
	}
	return nil
}

// send sends a recorded message with the id of the request that came.
func (p *player) send(recorded json.RawMessage) error {
	message, id, err := withoutID(recorded)
	if err != nil {
		return err
	}
	if id != nil {
		if message["id"] = p.ids[string(id)]; message["id"] == nil {
			return fmt.Errorf("the reply %s belongs to no request", recorded)
		}
	}
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = p.conn.Write(append(text, "\r\n"...))
	return err
}

// expect reads a request and compares it with the recorded one.
func (p *player) expect(recorded json.RawMessage) error {
	want, wantID, err := withoutID(recorded)
	if err != nil {
		return err
	}
	var request json.RawMessage
	if err := p.requests.Decode(&request); err != nil {
		return fmt.Errorf("the client has not sent %s: %w", recorded, err)
	}
	got, gotID, err := withoutID(request)
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Errorf("the client has sent %s; the recording has %s", request, recorded)
	}
	p.ids[string(wantID)] = gotID
	return nil
}

// withoutID takes a message apart into its members other than id, and the id.
func withoutID(text json.RawMessage) (message map[string]any, id json.RawMessage, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber() // so that every number stays as it is
	if err := d.Decode(&message); err != nil {
		return nil, nil, fmt.Errorf("%s is not a JSON object: %w", text, err)
	}
	if value, ok := message["id"]; ok {
		if id, err = json.Marshal(value); err != nil {
			return nil, nil, err
		}
		delete(message, "id")
	}
	return message, id, nil
}
