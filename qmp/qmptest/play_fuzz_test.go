package qmptest

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/qapi-go/qapi-gen/internal/recording"
	"github.com/qapi-go/qapi-gen/internal/testcost"
)

// FuzzRecording reads any recording. An accepted one has the messages of one
// connection. Playing it to a client that sends the requests ends, and the only errors
// are messages that are not objects and replies without a request.
func FuzzRecording(f *testing.F) {
	const head = `{"qmp-recording":1}` + "\n"
	for _, text := range []string{
		head + `{"time":"2026-01-02T03:04:05Z","conn":"a","to":"client","message":{"QMP":{}}}` + "\n" +
			`{"conn":"a","to":"server","message":{"execute":"x","id":1}}` + "\n" + `{"conn":"a","to":"client","message":{"return":{},"id":1}}`,
		head + `{"conn":"a","to":"client","bytes":"/w=="}`, head + `{"conn":"b","message":null}{"conn":"a","message":1}`,
		head, `{"qmp-recording":2}`, ``, `[]`, head + `{"conn":"a","to":"client","message":{"id":1}}`,
		head + `{"conn":"a","to":"server","message":{"id":null}}{"conn":"a","to":"client","message":{"id":null,"a":1e999}}`,
	} {
		f.Add([]byte(text), "")
		f.Add([]byte(text), "a")
	}
	f.Fuzz(func(t *testing.T, text []byte, label string) {
		testcost.Check(t, len(text), 400, func() {
			lines, err := read(bytes.NewReader(text), label)
			if err != nil {
				return
			}
			for _, l := range lines {
				if l.Conn != lines[0].Conn || label != "" && l.Conn != label || !json.Valid(l.Message) {
					t.Fatalf("line %+v", l)
				}
			}
			synctest.Test(t, func(t *testing.T) {
				if err := playBack(lines); err != nil && !strings.Contains(err.Error(), "is not a JSON object") &&
					!strings.Contains(err.Error(), "belongs to no request") {
					t.Error(err)
				}
			})
		})
	})
}

// playBack plays lines to a client that sends the recorded requests, and returns
// the player's error.
func playBack(lines []recording.Line) error {
	ours, ended := startPlayer(lines)
	received := json.NewDecoder(ours)
	for _, l := range lines {
		var err error
		if l.To == recording.ToServer {
			_, err = ours.Write(append(bytes.Clone(l.Message), '\n'))
		} else {
			err = received.Decode(new(json.RawMessage))
		}
		if err != nil {
			break // the player has ended
		}
	}
	_ = ours.Close()
	return <-ended
}
