package server_test

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/internal/testconn"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A client that ends its sending has the replies to all that it has sent, with
// out-of-band execution enabled too.
func TestServerAnswersPipelinedRequestsAfterHalfClose(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	for _, oob := range []bool{false, true} {
		for range 60 {
			m := s.connect(oob)
			m.send("%s", strings.Repeat(`{"execute": "ping", "id": 1}`, 6))
			m.closeWrite()
			for range 6 {
				m.expect(success("1"))
			}
			m.expectEnd()
		}
	}
}

// As with QEMU, a client may write many requests before it reads.
func TestServerReadsThousandsOfRequestsOfAClientThatDoesNotReadYet(t *testing.T) {
	const requests = 16000
	s := serveTable(t, basicTable(newGate()))
	for _, oob := range []bool{false, true} {
		m := s.connect(oob)
		m.send("%s", strings.Repeat(`{"execute": "ping", "id": 1}`+"\n", requests))
		for range requests {
			m.expect(success("1"))
		}
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Of requests that come together, the first ones are answered although a later one
// blocks whose command was quick before.
func TestServerAnswersRequestsBeforeOneThatBlocks(t *testing.T) {
	const (
		ping  = `{"execute": "ping", "id": 1}`
		block = `{"execute": "block", "id": 2}`
		exit  = `{"execute": "exit", "id": 1}`
	)
	exited := refusal(gen, "Internal error: the command exit ended its goroutine", "1")
	g := newGate()
	table := basicTable(g)
	table.Commands = append(table.Commands, server.Command{Name: "exit", Handler: func(context.Context, server.Args) (any, error) {
		runtime.Goexit()
		return nil, nil
	}})
	s := serveTable(t, table)
	tests := map[string]struct {
		requests string
		before   []string // replies before the one to block
		after    []string
	}{
		"last":            {ping + ping + block, []string{success("1"), success("1")}, nil},
		"among others":    {ping + block + ping, []string{success("1")}, []string{success("1")}},
		"behind an error": {`{"execute": 1, "id": 1}` + block, []string{refusal(gen, "QMP input member 'execute' must be a string", "1")}, nil},
		"behind an end":   {exit + block, []string{exited}, nil},
	}
	for name, tt := range tests {
		for _, oob := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, OOB %v", name, oob), func(t *testing.T) {
				ours, theirs := net.Pipe()
				served := testconn.Start(func() error { return s.ServeConn(t.Context(), theirs) })
				pipe := newMonitor(t, ours)
				pipe.negotiate(oob)
				for _, m := range []*monitor{s.connect(oob), pipe} {
					for range 50 {
						for _, command := range []string{"ping", "block", "exit"} {
							server.SetQuick(s.Server, command, true)
						}
						m.send("%s", tt.requests)
						g.running(t)
						m.expect(tt.before...)
						g.open()
						m.expect(append([]string{success("2")}, tt.after...)...)
					}
				}
				if err := pipe.Close(); err != nil {
					t.Error(err)
				}
				if err := <-served; err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// A server that pauses at each byte of output serves a client that reads it.
func TestServerGoesOnAfterEachPause(t *testing.T) {
	const requests = 500
	s := serveTable(t, basicTable(newGate()), server.WithLimits(server.Limits{PauseBytes: 1}))
	for _, oob := range []bool{false, true} {
		m := s.connect(oob)
		m.send("%s", strings.Repeat(`{"execute": "ping", "id": 1}`, requests))
		for range requests {
			m.expect(success("1"))
		}
	}
}
