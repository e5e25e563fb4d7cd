package server_test

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
		<-time.After(2 * time.Millisecond) // It is a slow command.
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

// The replies to a long group of quick commands do not wait for the last one.
func TestServerAnswersALongGroupMeanwhile(t *testing.T) {
	const pairs = 450
	var s *testServer
	var begun atomic.Int64
	computes := func(name, next string) server.Command {
		return server.Command{Name: name, Handler: func(context.Context, server.Args) (any, error) {
			begun.Add(1)
			server.SetQuick(s.Server, next, true) // even if the system lets it wait
			for begin := time.Now(); time.Since(begin) < 50*time.Microsecond; {
			}
			return nil, nil
		}}
	}
	table := basicTable(newGate())
	table.Commands = append(table.Commands, computes("a", "b"), computes("b", "a"))
	s = serveTable(t, table)
	for _, oob := range []bool{false, true} {
		m := s.connect(oob)
		begun.Store(0)
		server.SetQuick(s.Server, "a", true)
		m.send("%s", strings.Repeat(`{"execute":"a"}{"execute":"b"}`, pairs))
		m.expect(`{"return": {}}`)
		if begun.Load() == 2*pairs {
			t.Errorf("OOB %v: the first reply came when the last command had begun", oob)
		}
		for range 2*pairs - 1 {
			m.expect(`{"return": {}}`)
		}
	}
}

// A refusal before qmp_capabilities does not wait for the executor.
func TestServerAnswersBeforeItNegotiates(t *testing.T) {
	release := make(chan struct{})
	s := serveTable(t, basicTable(newGate()), server.WithExecutor(server.ExecutorFunc(func(run func()) {
		go func() {
			<-release
			run()
		}()
	})))
	server.SetQuick(s.Server, "qmp_capabilities", true)
	m := s.dial()
	m.receive()
	m.send(`{"execute": "ping", "id": 1}{"execute": "qmp_capabilities", "id": 2}`)
	m.expect(refusal(notFound, "Expecting capabilities negotiation with 'qmp_capabilities'", "1"))
	close(release)
	m.expect(success("2"))
}

// A reader that waits for the executor can do nothing else meanwhile.
func TestCommandIsNotQuickWhenTheExecutorIsSlow(t *testing.T) {
	s := serveTable(t, basicTable(newGate()), server.WithExecutor(server.ExecutorFunc(func(run func()) {
		<-time.After(time.Millisecond)
		run()
	})))
	m := s.connect(false)
	server.SetQuick(s.Server, "ping", true)
	m.send(`{"execute": "ping", "id": 1}{"execute": "ping", "id": 2}`)
	m.expect(success("1"), success("2"))
	if server.IsQuick(s.Server, "ping") {
		t.Error("it is taken for quick")
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
