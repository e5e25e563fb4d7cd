package server_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/qapi-go/qapi-gen/qmp/server"
)

// A thousand clients at once, of every bad manner. Those that behave get
// their own replies, and in the end nothing is left.
func TestServerSurvivesHostileClients(t *testing.T) {
	clients := 1000
	if testing.Short() {
		clients = 100
	}
	s := serveTable(t, basicTable(newGate()))
	manners := []func(*hostile){
		(*hostile).behave, (*hostile).leaveInMidRequest, (*hostile).sendNonsense,
		(*hostile).neverRead, (*hostile).leaveBeforeGreeting, (*hostile).behave,
	}
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			conn, err := net.Dial("unix", s.path)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			_ = conn.SetDeadline(time.Now().Add(patience))
			h := &hostile{t: t, conn: conn, number: i, random: rand.New(rand.NewPCG(1, uint64(i)))}
			manners[i%len(manners)](h)
		})
	}
	all.Wait()
	m := s.connect(true)
	m.send(`{"execute": "ping", "id": 1}`)
	m.expect(success("1"))
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

type hostile struct {
	t      *testing.T
	conn   net.Conn
	number int
	random *rand.Rand
}

// behave checks that every reply is its own, and in order.
func (h *hostile) behave() {
	in := bufio.NewReader(h.conn)
	requests := strings.Builder{}
	for i := range 20 {
		fmt.Fprintf(&requests, `{"execute": "ping", "id": "%d.%d"}`, h.number, i)
	}
	if _, err := fmt.Fprintf(h.conn, `{"execute": "qmp_capabilities"}%s`, requests.String()); err != nil {
		h.t.Error(err)
		return
	}
	for i := -2; i < 20; i++ {
		line, err := in.ReadString('\n')
		if err != nil || i >= 0 && line != success(fmt.Sprintf(`"%d.%d"`, h.number, i))+"\r\n" {
			h.t.Errorf("client %d, reply %d: %q, %v", h.number, i, line, err)
			return
		}
	}
}

func (h *hostile) leaveInMidRequest() {
	text := `{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}` +
		strings.Repeat(`{"execute": "ping"}{"exec-oob": "rescue"}`, 10)
	_, _ = h.conn.Write([]byte(text[:h.random.IntN(len(text))]))
}

func (h *hostile) sendNonsense() {
	const alphabet = "{}[]:,\"'\\ue019truefalsn\xff\xc0\x80 \n"
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = alphabet[h.random.IntN(len(alphabet))]
	}
	_, _ = h.conn.Write(noise)
}

// neverRead sends until the server takes no more.
func (h *hostile) neverRead() {
	_ = h.conn.SetDeadline(time.Now().Add(500 * time.Millisecond))
	text := []byte(`{"execute": "qmp_capabilities"}` + strings.Repeat(`{"execute": "query-commands"}`, 100))
	for {
		if _, err := h.conn.Write(text); err != nil {
			return
		}
	}
}

func (*hostile) leaveBeforeGreeting() {}

// What a client that does not read makes the server hold is bounded.
func TestServerBoundsOutput(t *testing.T) {
	big := strings.Repeat("x", 64<<10)
	table := basicTable(newGate())
	table.Events = []server.EventInfo{{Name: "PORT"}}
	s := serveTable(t, table, server.WithLimits(server.Limits{OutputBytes: 1 << 20}))
	m := s.connect(false)
	for i := range 100 {
		if err := s.Emit(portEvent{ID: big, Value: int64(i)}); err != nil {
			t.Fatal(err)
		}
	}
	// The connection was ended when more than the limit was waiting, and
	// what the system had taken before can be read.
	var err error
	for err == nil {
		_, err = m.in.ReadString('\n')
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the connection goes on")
	}
	// Others are not affected.
	m = s.connect(false)
	m.send(`{"execute": "ping", "id": 1}`)
	m.expect(success("1"))
}

// A client that leaves its replies unread has its requests read no more; when
// it reads, they go on, and none is lost.
func TestServerPausesAClientThatDoesNotRead(t *testing.T) {
	for name, limits := range map[string]server.Limits{
		"by default":                       {},
		"with another limit of the output": {OutputBytes: 1 << 20},
		"with a pause above that limit":    {OutputBytes: 1 << 20, PauseBytes: 2 << 20},
	} {
		t.Run(name, func(t *testing.T) { testPause(t, limits) })
	}
}

func testPause(t *testing.T, limits server.Limits) {
	t.Helper()
	var calls atomic.Int64
	table := basicTable(newGate())
	table.Introspection = `[{"name": "` + strings.Repeat("x", 10_000) + `", "meta-type": "builtin", "json-type": "value"}]`
	s := serveTable(t, table, server.WithLimits(limits), server.WithCallHook(func(server.Call) { calls.Add(1) }))
	m := s.connect(false)
	const request = `{"execute": "query-qmp-schema"}`
	sent := 0
	for { // until nothing is taken any more
		if err := m.SetWriteDeadline(time.Now().Add(300 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		n, err := m.Write([]byte(request[sent%len(request):]))
		sent += n
		if err != nil {
			break
		}
	}
	if held := calls.Load() * 10_000; held > 4<<20 {
		t.Errorf("replies of %d bytes were made", held)
	}
	if err := m.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	complete := sent / len(request)
	for range complete {
		if line := m.receive(); len(line) < 10_000 {
			t.Fatalf("got %s", line)
		}
	}
	if sent%len(request) > 0 {
		m.send("%s", request[sent%len(request):])
		m.receive()
	}
	m.send(`{"execute": "ping", "id": 1}`)
	m.expect(success("1"))
}

func TestServerBoundsConnections(t *testing.T) {
	s := serveTable(t, basicTable(newGate()), server.WithLimits(server.Limits{Connections: 2}))
	first, second := s.connect(false), s.connect(false)
	waiting := s.dial()
	ours, theirs := net.Pipe()
	defer ours.Close()
	if err := s.ServeConn(t.Context(), theirs); !errors.Is(err, server.ErrTooManyConnections) {
		t.Errorf("ServeConn returned %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	waiting.negotiate(false)
	second.send(`{"execute": "ping", "id": 1}`)
	second.expect(success("1"))
}

// Messages that are never completed are held in the size they came in.
func TestServerBoundsUnfinishedMessages(t *testing.T) {
	s := serveTable(t, basicTable(newGate()), server.WithLimits(server.Limits{MessageBytes: 100_000}))
	m := s.connect(false)
	m.send("%s", `{"execute": "`+strings.Repeat("x", 100_000))
	m.expect(refusal(gen, "JSON token size limit exceeded", ""))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 100 {
		s.connect(false).send("%s", strings.Repeat(" ", 10_000)+`{"execute": "`+strings.Repeat("x", 10_000))
	}
	m.send("\xff{\"execute\": \"ping\", \"id\": 1}")
	for m.receive() != success("1") {
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	const perClient = 128 << 10
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 100*perClient {
		t.Errorf("100 unfinished messages of 10,000 bytes take %d bytes", grown)
	}
}
