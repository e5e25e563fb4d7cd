package qmp_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp"
)

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
