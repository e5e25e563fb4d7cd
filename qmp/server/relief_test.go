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

// inEachPlace tests a server twice: the gate's command runs in the dispatcher's
// goroutine, and in that of its connection's reader, where commands run that were
// quick before.
func inEachPlace(t *testing.T, test func(t *testing.T, s *testServer, g *gate), opts ...server.Option) {
	t.Helper()
	for _, place := range []string{"dispatcher", "reader"} {
		t.Run(place, func(t *testing.T) {
			g := newGate()
			s := serveTable(t, basicTable(g), opts...)
			if place == "reader" {
				server.SetQuick(s.Server, "block", true)
			}
			test(t, s, g)
		})
	}
}

func TestServerFindsOOBInInput(t *testing.T) {
	tests := map[string]bool{
		`{"execute": "query-status"}{"execute": "x-exec", "arguments": {"oob": true}}`: false,
		`{"execute": "query-status"}{"exec-oob": "migrate-recover"}`:                   true,
		`{'id': 1, 'exec-oob': "migrate-pause"}`:                                       true,
		`{"exec\u002doob": "migrate-pause"}`:                                           true,
		``:                                                                             false,
	}
	for input, want := range tests {
		if got := server.MayHaveOOB([]byte(input)); got != want {
			t.Errorf("%s: %v", input, got)
		}
	}
}

// However an out-of-band request comes in, it overtakes the command that runs.
func TestServerReadsOOBWhileTheReaderRunsACommand(t *testing.T) {
	const block, rescue = `{"execute": "block", "id": "block"}`, `{"exec-oob": "rescue", "id": "oob"}`
	tests := map[string][]string{
		"at once":               {block + rescue},
		"later":                 {block, rescue},
		"behind others":         {block, strings.Repeat(`{"execute": "ping", "id": "ping"}`, 7) + rescue},
		"begun before":          {block + ` {"exec`, `-oob": "rescue", "id": "oob"}`},
		"begun before, a value": {block + ` {"arguments": {}`, `, "exec-oob": "rescue", "id": "oob"}`},
		"with an escape":        {block, `{"exec\u002doob": "rescue", "id": "oob"}`},
		"a byte at a time":      append([]string{block}, strings.Split(rescue, "")...),
		"behind white space":    {block, strings.Repeat(" ", 20_000), rescue},
	}
	for name, writes := range tests {
		t.Run(name, func(t *testing.T) {
			inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
				m := s.connect(true)
				m.send("%s", writes[0])
				g.running(t)
				for _, text := range writes[1:] {
					m.send("%s", text)
				}
				if reply := m.receive(); !strings.Contains(reply, `"oob"`) {
					t.Fatalf("first came %s", reply)
				}
				g.open()
				m.expect(success(`"block"`))
				for range strings.Count(strings.Join(writes, ""), `"ping", "id"`) {
					m.expect(success(`"ping"`))
				}
			})
		})
	}
}

// Requests of which many come at a time, so that the reader is often relieved, are
// answered each once and in order.
func TestServerKeepsTheOrderWhenReadersTakeOver(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g))
	m := s.connect(true)
	for round := range 200 {
		server.SetQuick(s.Server, "block", true)
		m.send(`{"execute": "ping", "id": 0}{"execute": "block", "id": 1}{"execute": "ping", "id": 2}`)
		m.expect(success("0"))
		g.running(t)
		m.send(`{"execute": "ping", "id": 3}`)
		if round%2 == 0 {
			m.send(`{"exec-oob": "rescue", "id": "oob"}`)
			m.expect(success(`"oob"`))
		}
		g.open()
		m.send(`{"execute": "ping", "id": 4}`)
		m.expect(success("1"), success("2"), success("3"), success("4"))
	}
}

func TestServerSurvivesGoexitOfARelievedReader(t *testing.T) {
	table := basicTable(newGate())
	exit := newGate()
	command := exit.command("exit", 0)
	run := command.Handler
	command.Handler = func(ctx context.Context, args server.Args) (any, error) {
		_, _ = run(ctx, args)
		runtime.Goexit()
		return nil, nil
	}
	table.Commands = append(table.Commands, command)
	s := serveTable(t, table)
	m := s.connect(true)
	for range 20 {
		server.SetQuick(s.Server, "exit", true)
		m.send(`{"execute": "exit", "id": 1}`)
		exit.running(t)
		m.send(`{"exec-oob": "rescue", "id": 2}`)
		m.expect(success("2"))
		exit.open()
		m.expect(refusal(gen, "Internal error: the command exit ended its goroutine", "1"))
		m.send(`{"execute": "ping", "id": 3}`)
		m.expect(success("3"))
	}
}

// Half-closed while the reader runs a command, a connection ends with its replies.
func TestServerAnswersAfterHalfCloseWhileTheReaderRunsACommand(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		m := blocked(t, s, g, true)
		m.closeWrite()
		g.open()
		m.expect(success(`"block"`))
		m.expectEnd()
	})
}

// A connection without a socket of package net serves out-of-band requests too.
func TestServerReadsOOBOverAnyConnection(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		ours, theirs := net.Pipe()
		served := testconn.Start(func() error { return s.ServeConn(t.Context(), theirs) })
		m := newMonitor(t, ours)
		m.negotiate(true)
		m.send(`{"execute": "block", "id": "block"}`)
		g.running(t)
		m.send(`{"exec-oob": "rescue", "id": "oob"}`)
		m.expect(success(`"oob"`))
		g.open()
		m.expect(success(`"block"`))
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
}

// The watch of many connections leaves no descriptor behind.
func TestServerWatchesManyConnections(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g))
	before := testconn.OpenFiles(t)
	for range 3 {
		var monitors []*monitor
		for i := range 50 {
			m := s.connect(true)
			m.send(`{"execute": "ping", "id": %d}{"execute": "ping", "id": 0}{"execute": "ping", "id": 1}`, i)
			m.expect(success(fmt.Sprint(i)), success("0"), success("1"))
			monitors = append(monitors, m)
		}
		server.SetQuick(s.Server, "block", true)
		monitors[0].send(`{"execute": "block", "id": "block"}`)
		g.running(t)
		for _, m := range monitors {
			m.send(`{"execute": "ping", "id": "queued"}{"exec-oob": "rescue", "id": "oob"}`)
			m.expect(success(`"oob"`))
		}
		g.open()
		monitors[0].expect(success(`"block"`))
		for _, m := range monitors {
			m.expect(success(`"queued"`))
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := testconn.OpenFiles(t); after > before {
		t.Errorf("%d descriptors are open, and were %d before", after, before)
	}
}

// A client that has left before its command begins is noticed, too.
func TestServerNoticesAHangUpBeforeTheCommand(t *testing.T) {
	for _, oob := range []bool{false, true} {
		t.Run(fmt.Sprintf("oob=%v", oob), func(t *testing.T) {
			inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
				for range 50 {
					m := s.connect(oob)
					m.send(`{"execute": "ping", "id": 1}`)
					m.expect(success("1"))
					m.send(`{"execute": "block"}`)
					if err := m.Close(); err != nil {
						t.Fatal(err)
					}
					next := s.dial()
					next.receive() // so the last connection has ended
					g.open()
					next.send(`{"execute": "qmp_capabilities"}`)
					next.expect(`{"return": {}}`) // so the command has ended, or was discarded
					select {
					case <-g.release:
					case <-g.entered:
					}
					if err := next.Close(); err != nil {
						t.Fatal(err)
					}
				}
			}, server.WithSingleClient())
		})
	}
}
