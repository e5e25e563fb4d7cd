package server_test

import (
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/qmp/server"
)

// blocked connects and has the gate's command run.
func blocked(t *testing.T, s *testServer, g *gate, oob bool) *monitor {
	t.Helper()
	m := s.connect(oob)
	m.send(`{"execute": "block", "id": "block"}`)
	g.running(t)
	return m
}

func TestServerOOBOvertakes(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		m := blocked(t, s, g, true)
		for i := range 7 { // the queue's 8th place stays free
			m.send(`{"execute": "ping", "id": %d}`, i)
			m.send(`{"exec-oob": "rescue", "id": "oob%d"}`, i)
			m.expect(success(fmt.Sprintf(`"oob%d"`, i)))
			m.send(`{"exec-oob": "none", "id": 0}`)
			m.expect(refusal(notFound, "The command none has not been found", "0"))
		}
		g.open()
		m.expect(success(`"block"`))
		for i := range 7 {
			m.expect(success(fmt.Sprint(i)))
		}
	})
}

func TestServerSuspendsAFullQueue(t *testing.T) {
	for _, filler := range []string{`{"execute": "ping", "id": 0}`, "{]\n"} {
		inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
			m := blocked(t, s, g, true)
			// The out-of-band request comes behind the byte that fills the
			// queue, so that it is only read when a place is free again.
			m.send("%s", strings.Repeat(filler, 8)+`{"exec-oob": "rescue", "id": "oob"}`+strings.Repeat(filler, 30))
			g.open()
			m.expect(success(`"block"`))
			fillers, oob := 0, 0
			for range 39 {
				if strings.Contains(m.receive(), `"oob"`) {
					oob++
				} else {
					fillers++
				}
			}
			if fillers != 38 || oob != 1 {
				t.Errorf("%d and %d replies, want 38 and 1", fillers, oob)
			}
			m.send(`{"exec-oob": "rescue", "id": "again"}`)
			m.expect(success(`"again"`))
		})
	}
}

func TestServerWithoutOOBReadsOneRequestAtATime(t *testing.T) {
	g := newGate()
	s := serveTable(t, basicTable(g))
	m := blocked(t, s, g, false)
	m.send(`{"exec-oob": "rescue", "id": "oob"}` + "{]\n" + `{"execute": "ping", "id": 1}`)
	g.open()
	m.expect(success(`"block"`),
		refusal(gen, "QMP input member 'exec-oob' is unexpected", `"oob"`),
		refusal(gen, "JSON parse error, expecting value", ""),
		success("1"))
}

func TestServerHonoursOOBRightBehindItsNegotiation(t *testing.T) {
	s := serveTable(t, basicTable(newGate()))
	m := s.dial()
	m.receive()
	m.send(`{"exec-oob": "rescue", "id": 0}` +
		`{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}, "id": 1}` +
		`{"exec-oob": "rescue", "id": 2}{"execute": "ping", "id": 3}`)
	m.expect(refusal(gen, "QMP input member 'exec-oob' is unexpected", "0"), success("1"), success("2"), success("3"))
}

func TestServerRunsOneInBandCommandAtATime(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		second, third := s.connect(true), s.dial()
		m := blocked(t, s, g, true)
		third.receive()
		third.send(`{"execute": "qmp_capabilities"}`) // negotiation is in-band too
		second.send(`{"execute": "ping", "id": 1}{"exec-oob": "rescue", "id": 2}`)
		second.expect(success("2"))
		g.open()
		m.expect(success(`"block"`))
		second.expect(success("1"))
		third.expect(`{"return": {}}`)
	})
}

// Two monitors that both have requests waiting take turns, and the one that
// has waited longer for a turn is first.
func TestServerTakesMonitorsInTurn(t *testing.T) {
	g := newGate()
	var order []string
	table := basicTable(g)
	s := serveTable(t, table, server.WithCallHook(func(c server.Call) {
		if c.Command == "ping" { // in-band, so one at a time
			order = append(order, fmt.Sprint(c.Monitor))
		}
	}))
	first := blocked(t, s, g, true)
	second := s.connect2(t, first, g)
	first.send("%s", strings.Repeat(`{"execute": "ping"}`, 3)+`{"exec-oob": "rescue", "id": 1}`)
	first.expect(success("1"))
	second.send("%s", strings.Repeat(`{"execute": "ping"}`, 3)+`{"exec-oob": "rescue", "id": 1}`)
	second.expect(success("1"))
	g.open()
	first.expect(success(`"block"`), `{"return": {}}`, `{"return": {}}`, `{"return": {}}`)
	second.expect(`{"return": {}}`, `{"return": {}}`, `{"return": {}}`)
	if got := strings.Join(order, ""); got != "212121" {
		t.Errorf("the monitors' turns were %s", got)
	}
}

// A connection that comes later has its turn behind a request that waits. Otherwise
// clients that come and go could keep that request waiting for ever.
func TestServerServesALaterConnectionBehindAWaitingRequest(t *testing.T) {
	g := newGate()
	var order []string
	received := make(chan struct{}, 100)
	s := serveTable(t, basicTable(g),
		server.WithCallHook(func(c server.Call) { order = append(order, c.Command) }),
		server.WithTrace(func(m qmp.WireMessage) {
			if m.Direction == qmp.Received && strings.Contains(string(m.Data), `"later"`) {
				received <- struct{}{}
			}
		}))
	first := s.connect(true)
	waiting := s.connect(true)
	first.send(`{"execute": "block"}`)
	g.running(t)
	waiting.send(`{"execute": "ping", "id": 1}{"exec-oob": "none", "id": 2}`)
	waiting.expect(refusal(notFound, "The command none has not been found", "2"))
	order = nil
	var later []*monitor
	for range 3 {
		m := s.dial()
		m.receive()
		m.send(`{"execute": "qmp_capabilities", "id": "later"}`)
		<-received
		later = append(later, m)
	}
	g.open()
	waiting.expect(success("1"))
	for _, m := range later {
		m.expect(success(`"later"`))
	}
	if got := strings.Join(order, " "); got != "block ping"+strings.Repeat(" qmp_capabilities", len(later)) {
		t.Errorf("the commands ran in the order %s", got)
	}
}

// connect2 connects a second monitor, for which the first's command must end,
// and has it run again.
func (s *testServer) connect2(t *testing.T, first *monitor, g *gate) *monitor {
	t.Helper()
	g.open()
	first.expect(success(`"block"`))
	m := s.connect(true)
	first.send(`{"execute": "block", "id": "block"}`)
	g.running(t)
	return m
}

// OOB commands are answered while in-band work is saturated.
func TestServerAnswersOOBWhenInBandIsSaturated(t *testing.T) {
	inEachPlace(t, func(t *testing.T, s *testServer, g *gate) {
		m := blocked(t, s, g, true)
		m.send("%s", strings.Repeat(`{"execute": "ping", "id": "ping"}`, 7))
		const calls = 1000
		var slowest time.Duration
		for i := range calls {
			start := time.Now()
			m.send(`{"exec-oob": "rescue", "id": %d}`, i)
			m.expect(success(fmt.Sprint(i)))
			slowest = max(slowest, time.Since(start))
		}
		t.Logf("%d out-of-band calls, the slowest %v", calls, slowest)
		g.open()
		m.expect(success(`"block"`))
		for range 7 {
			m.expect(success(`"ping"`))
		}
	})
}

// A slow executor is the VMM's; coroutine commands do not need it.
func TestServerRunsInBandCommandsByTheExecutor(t *testing.T) {
	tasks := make(chan func())
	g := newGate()
	table := basicTable(g)
	table.Commands = append(table.Commands, answer("coroutine", server.Coroutine))
	s := serveTable(t, table, server.WithExecutor(server.ExecutorFunc(func(run func()) { tasks <- run })))
	m := s.dial()
	m.receive()
	m.send(`{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}`)
	(<-tasks)()
	m.expect(`{"return": {}}`)
	m.send(`{"execute": "coroutine", "id": 1}{"execute": "ping", "id": 2}{"execute": "coroutine", "id": 3}{"exec-oob": "rescue", "id": 4}`)
	seen := map[string]bool{m.receive(): true, m.receive(): true}
	if !seen[success("1")] || !seen[success("4")] {
		t.Fatalf("got %v before the main loop had run", seen)
	}
	(<-tasks)()
	m.expect(success("2"), success("3"))
}

func TestServerClosesThoughTheExecutorIsGone(t *testing.T) {
	asked := make(chan struct{}, 1)
	s := serveTable(t, basicTable(newGate()), server.WithExecutor(server.ExecutorFunc(func(func()) { asked <- struct{}{} })))
	m := s.dial()
	m.receive()
	m.send(`{"execute": "qmp_capabilities"}`)
	<-asked
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	m.expectEnd()
}

func TestServerServesOneClientASocket(t *testing.T) {
	s := serveTable(t, basicTable(newGate()), server.WithSingleClient())
	other := filepath.Join(t.TempDir(), "other")
	s.serve(other)
	first, second := s.connect(false), s.dial()
	conn, err := net.Dial("unix", other)
	if err != nil {
		t.Fatal(err)
	}
	newMonitor(t, conn).negotiate(false)
	first.send(`{"execute": "ping", "id": 1}`)
	first.expect(success("1"))
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second.negotiate(false)
}
