package qmp_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

func TestSlogTraceLeavesSecretsOut(t *testing.T) {
	for _, test := range []struct {
		name, message, want string
		secrets             []string
	}{
		{
			"password of a command", `{"execute":"set_password","arguments":{"protocol":"vnc","password":"abc"}}`,
			`{"arguments":{"password":"***","protocol":"vnc"},"execute":"set_password"}`, nil,
		},
		{
			"data of a secret object", `{"execute":"object-add","arguments":{"qom-type":"secret","id":"s","data":"abc"}}`,
			`{"arguments":{"data":"***","id":"s","qom-type":"secret"},"execute":"object-add"}`, nil,
		},
		{
			"deep in a list", `{"return":[{"options":[{"key":{"a":"abc"}}]}]}`,
			`{"return":[{"options":[{"key":"***"}]}]}`, nil,
		},
		{"a number stays", `{"return":12345678901234567890}`, `{"return":12345678901234567890}`, nil},
		{"no JSON", `{"password":"abc`, `(no JSON object)`, nil},
		{"paths of the program's own", `{"a":{"b":"abc"},"b":"c","password":"d"}`, `{"a":{"b":"***"},"b":"c","password":"d"}`, []string{"a/b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
			qmp.SlogTrace(log, test.secrets...)(qmp.WireMessage{Direction: qmp.Sent, Conn: "vm", Data: []byte(test.message)})
			var entry struct{ Message, Direction, Conn string }
			if err := json.Unmarshal(out.Bytes(), &entry); err != nil {
				t.Fatal(err)
			}
			if entry.Message != test.want || entry.Direction != "sent" || entry.Conn != "vm" {
				t.Errorf("got %+v, want %s", entry, test.want)
			}
		})
	}
}

// A pipeEnd is a side of a pipe, which is no network connection.
type pipeEnd struct {
	io.Reader
	io.WriteCloser
}

func TestConnOverAPipeIsTraced(t *testing.T) {
	requests, requestsIn := io.Pipe()
	replies, repliesIn := io.Pipe()
	served := testconn.Start(func() error {
		defer func() { _ = repliesIn.Close() }()
		d := json.NewDecoder(requests)
		_, err := io.WriteString(repliesIn, `{"QMP": {"version": {"qemu": {"major": 1, "minor": 2, "micro": 3}, "package": ""}, "capabilities": []}}`+"\n")
		for err == nil {
			var r request
			if err = d.Decode(&r); err == nil {
				_, err = fmt.Fprintf(repliesIn, `{"return": {}, "id": %s}`+"\n", r.ID)
			}
		}
		return err
	})
	var log []string
	hook := func(m qmp.WireMessage) { log = append(log, m.Direction.String()+" "+m.Conn) }
	conn, err := qmp.NewConn(t.Context(), pipeEnd{replies, requestsIn}, qmp.WithTrace("a", hook))
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Execute(t.Context(), "stop", nil, nil); err != nil {
		t.Error(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if err := <-served; !errors.Is(err, io.EOF) {
		t.Errorf("the server ended with %v", err)
	}
	if want := []string{"received a", "sent a", "received a", "sent a", "received a"}; !slices.Equal(log, want) {
		t.Errorf("traced %q, want %q", log, want)
	}
}
