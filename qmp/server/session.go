package server

import (
	"bytes"
	"context"
	"errors"
	"net"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A session is a monitor: one connection from greeting to end. See reader for who
// runs its requests.
type session struct {
	srv    *Server
	conn   net.Conn
	number uint64
	ctx    context.Context // that the connection is served with
	log    Logger
	in     *inputBuffer
	peer   fdconn.PeerWatch
	parse  *qjson.Parser
	out    *outbox

	relief       *relief    // nil until the reader needs it
	readingEnded chan error // gets why the last reader has ended

	// negotiated and oob are set by qmp_capabilities, while the reader waits for
	// it and parses nothing.
	negotiated bool
	oob        bool

	// stopping tells the reader that the server shuts down.
	stopping atomic.Bool
	// resumed tells the reader, when it is suspended, that it may go on.
	resumed chan struct{}

	// The following are guarded by dispatcher.mu.
	queue      []*request
	suspended  bool
	ending     bool   // the client sends no more; the last reply ends the suspension
	inRunQueue bool   // in the run queue
	lastTurn   uint64 // dispatcher.turns when its last request began, or else when the session began
}

// errHungUp is why a session ends whose client has closed the connection.
var errHungUp = errors.New("the client hung up")

func newSession(ctx context.Context, srv *Server, conn net.Conn, number uint64) *session {
	s := &session{
		srv: srv, conn: conn, number: number, ctx: ctx,
		log:          srv.config.logger,
		in:           newInputBuffer(conn),
		peer:         fdconn.NewPeerWatch(conn),
		parse:        qjson.NewParser(srv.config.limits.message(), &srv.budget),
		resumed:      make(chan struct{}, 1),
		readingEnded: make(chan error, 1),
	}
	s.out = newOutbox(conn, &srv.config.limits, &srv.budget, func() { go s.overflow() })
	if srv.config.trace != nil {
		s.out.trace = func(message []byte) { s.trace(qmp.Sent, bytes.TrimRight(message, "\r\n")) }
	}
	return s
}

// trace hands a message to the hook of WithTrace.
func (s *session) trace(d qmp.Direction, message []byte) {
	m := qmp.WireMessage{Direction: d, Conn: strconv.FormatUint(s.number, 10), Time: time.Now(), Data: message}
	if d == qmp.Received {
		m.Files = s.in.files.Current.Len()
	}
	s.srv.config.trace(m)
}

// serve reads until the connection ends or the server stops. The reader is another
// goroutine than ServeConn's caller, because a handler may end it by
// runtime.Goexit.
func (s *session) serve() error {
	s.out.put(s.srv.greeting)
	go s.read()
	select {
	case cause := <-s.readingEnded:
		return cause
	// The reader may be in a handler that does not end with its context.
	case <-s.ctx.Done():
		return errHungUp
	case <-s.srv.ctx.Done():
		return net.ErrClosed
	}
}

// stop ends the reader. A request that runs is still answered.
func (s *session) stop() {
	s.stopping.Store(true)
	s.in.interrupt()
}

// close ends the connection and releases the session's resources. On shutdown it first
// waits for the running request. Unless the client has hung up, it waits
// until the outbox is written.
func (s *session) close(cause error) {
	d := s.srv.dispatcher
	d.discardQueued(s)
	if s.stopping.Load() {
		d.waitFinished(s)
	}
	if !errors.Is(cause, errHungUp) {
		s.out.flush()
		s.out.awaitEmpty()
	}
	s.abort()
	s.log.Debug("connection ended", "monitor", s.number, "cause", cause)
}

// abort ends the connection at once.
func (s *session) abort() {
	s.out.close()
	_ = s.conn.Close()
}

// overflow ends a connection whose client does not read.
func (s *session) overflow() {
	s.log.Warn("connection ended: the client does not read what it is sent",
		"monitor", s.number, "limit", s.srv.config.limits.OutputBytes)
	_ = s.conn.Close()
}
