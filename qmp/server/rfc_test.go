package server_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

type uriArgs struct{ URI string }

var typeURIArgs = qapi.Type{Name: "uri", Kind: qapi.KindStruct, Members: []qapi.Member{{Name: "uri"}}}

func (*uriArgs) QAPIType() *qapi.Type { return &typeURIArgs }

// rfcTable has the command of the series' examples.
func rfcTable(g *gate) *server.DispatchTable {
	table := basicTable(g)
	table.Commands = append(table.Commands, server.Command{
		Name: "migrate-incoming", Flags: server.AllowOOB,
		Handler: func(_ context.Context, args server.Args) (any, error) {
			var a uriArgs
			return nil, args.Decode(&a)
		},
	})
	return table
}

const (
	rfcInBand = `{"execute": "migrate-incoming", "arguments" : {"uri": "xxxxxx"}}`
	rfcOOB    = `{"execute": "migrate-incoming", "arguments" : {"uri": "xxxxxx"}, "control": { "run-oob": true } }`
)

// The series' own tests: command batching, and a command that overtakes a
// slow one.
func TestServerRFCBatching(t *testing.T) {
	s := serveTable(t, rfcTable(newGate()), server.WithRFCRequests())
	m := s.dial()
	m.receive()
	m.send("%s", `{"execute": "qmp_capabilities"}`+strings.Repeat(rfcInBand, 20))
	for range 21 {
		m.expect(`{"return": {}}`)
	}
}

func TestServerRFCOvertakes(t *testing.T) {
	g := newGate()
	s := serveTable(t, rfcTable(g), server.WithRFCRequests())
	m := blocked(t, s, g, true)
	m.send("%s", `{"execute": "ping", "id": 1}`+rfcOOB)
	m.expect(`{"return": {}}`)
	g.open()
	m.expect(success(`"block"`), success("1"))
}

func TestServerRFCChecks(t *testing.T) {
	s := serveTable(t, rfcTable(newGate()), server.WithRFCRequests())
	for _, test := range []struct {
		name    string
		oob     bool
		request string
		reply   string
	}{
		{"capability not enabled", false, rfcOOB, refusal(gen, "QMP input member 'control' is unexpected: the capability 'oob' is not enabled", "")},
		{"enabled", true, rfcOOB, `{"return": {}}`},
		{"in-band by request", true, `{"execute": "ping", "control": {"run-oob": false}, "id": 1}`, success("1")},
		{"other control", true, `{"execute": "ping", "control": {"x": 1}}`, refusal(gen, "QMP input member 'control' must be an object with the boolean 'run-oob' and nothing else", "")},
		{"not for it", true, `{"execute": "ping", "control": {"run-oob": true}}`, refusal(gen, "The command ping does not support OOB", "")},
		{"the merged form", true, `{"exec-oob": "rescue"}`, refusal(gen, "QMP input member 'exec-oob' is unexpected", "")},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := s.connect(test.oob)
			m.t = t
			m.send("%s", test.request)
			m.expect(test.reply)
		})
	}
}

var requestDropped = regexp.MustCompile(
	`^\{"timestamp": \{"seconds": \d+, "microseconds": \d+\}, "event": "request-dropped", "data": \{"reason": "queue-full", "id": (\d+)\}\}$`)

func TestServerRFCDropsWhatTheQueueDoesNotHold(t *testing.T) {
	g := newGate()
	s := serveTable(t, rfcTable(g), server.WithRFCRequests())
	m := blocked(t, s, g, true)
	for i := range 10 {
		m.send(`{"execute": "ping", "id": %d}`, i)
	}
	for i := 8; i < 10; i++ {
		got := m.receive()
		if match := requestDropped.FindStringSubmatch(got); len(match) < 2 || match[1] != fmt.Sprint(i) {
			t.Fatalf("got %s for request %d", got, i)
		}
	}
	m.send("%s", rfcOOB) // the monitor is not suspended
	m.expect(`{"return": {}}`)
	g.open()
	m.expect(success(`"block"`))
	for i := range 8 {
		m.expect(success(fmt.Sprint(i)))
	}
}
