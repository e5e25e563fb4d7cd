package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/internal/qjson"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A session is a monitor: one connection from greeting to end. Its goroutine
// is the reader, which parses requests, runs the out-of-band ones itself, and
// queues the others for the dispatcher.
type session struct {
	srv    *Server
	conn   net.Conn
	number uint64
	ctx    context.Context // that the connection is served with
	log    *slog.Logger
	in     *inbox
	peer   fdconn.PeerWatch
	parse  *qjson.Parser
	out    *outbox

	// negotiated and oob are set by qmp_capabilities, for which the reader
	// waits without parsing on.
	negotiated bool
	oob        bool

	// stopping tells the reader that the server shuts down.
	stopping atomic.Bool
	// resumed tells the reader, when it is suspended, that it may go on.
	resumed chan struct{}

	// What follows belongs to the dispatcher.
	queue     []*request
	suspended bool
	ending    bool   // the client sends no more; the last reply ends the suspension
	listed    bool   // in the run queue
	lastTurn  uint64 // when a request of it last began, by dispatcher.turns
}

// errHungUp ends a session whose client is gone.
var errHungUp = errors.New("the client hung up")

func newSession(ctx context.Context, srv *Server, conn net.Conn, number uint64) *session {
	s := &session{
		srv: srv, conn: conn, number: number, ctx: ctx,
		log:     srv.config.logger.With("monitor", number),
		in:      newInbox(conn),
		peer:    fdconn.NewPeerWatch(conn),
		parse:   qjson.NewParser(srv.config.limits.message(), &srv.budget),
		resumed: make(chan struct{}, 1),
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

// serve reads until the connection ends or the server stops.
func (s *session) serve() error {
	s.out.put(s.srv.greeting)
	for {
		m, n, complete := s.parse.Feed(s.in.unread())
		s.in.consume(n)
		var err error
		if complete {
			err = s.handle(&m)
		} else {
			s.out.flush()
			err = s.in.fill()
		}
		switch {
		case err == nil:
		case errors.Is(err, os.ErrDeadlineExceeded) && !s.stopping.Load():
		case errors.Is(err, io.EOF) && s.srv.dispatcher.awaitEmpty(s):
			// The client has only ended its sending. It gets the replies to
			// all that it has sent.
			s.out.flush()
			if waited := s.waitSuspended(); waited != nil {
				return waited
			}
			return err
		default:
			return err
		}
	}
}

// handle answers a message, or queues it; when it returns the next message
// may be looked at.
func (s *session) handle(m *qjson.Message) error {
	if s.srv.config.trace != nil && m.Err == nil {
		s.trace(qmp.Received, m.Text)
	}
	r := s.newRequest(m)
	if s.out.isFull() {
		s.out.flush()
		s.out.awaitReader()
	}
	switch {
	case s.stopping.Load():
		r.release()
		return net.ErrClosed
	case s.out.isClosed():
		r.release()
		return errHungUp
	case r.oob:
		r.run()
		return nil
	case r.isQuick() && !s.oob && s.srv.dispatcher.begin(s):
		return s.runHere(r)
	}
	return s.enqueue(r)
}

// quickEnough is how long a command may take to count as quick.
const quickEnough = 200 * time.Microsecond

// isQuick guesses, by the last time, that a request does not take long.
func (r *request) isQuick() bool { return r.command == nil || r.command.quick.Load() }

// runHere runs an in-band request in the reader, which with OOB off could only
// wait meanwhile. A quick request in the dispatcher's hands would spend most
// of its time on the way there and back.
func (s *session) runHere(r *request) error {
	s.out.flushSoon()
	defer s.srv.dispatcher.end()
	s.srv.dispatcher.execute(r)
	if r.isQuick() {
		return nil
	}
	s.out.flush()
	if s.peer.HungUp() {
		return errHungUp
	}
	return nil
}

// runTimed is run, and notes whether that was quick.
func (r *request) runTimed() {
	start := time.Now()
	r.run()
	if r.command == nil {
		return
	}
	if quick := time.Since(start) < quickEnough; quick != r.command.quick.Load() {
		r.command.quick.Store(quick)
	}
}

// enqueue queues an in-band request, and waits while the monitor is
// suspended: until it is answered with OOB off, and otherwise until the queue
// has room for another.
func (s *session) enqueue(r *request) error {
	pushed, suspended := s.srv.dispatcher.push(s, r)
	switch {
	case !pushed && s.oob && s.srv.config.rfc:
		s.dropRequest(r)
		return nil
	case !pushed:
		r.release()
		return net.ErrClosed
	case !suspended:
		return nil
	}
	s.out.flush()
	return s.waitSuspended()
}

// waitSuspended waits until the dispatcher says resumed, or the client hangs
// up: one that has only ended its own sending still gets its answers.
func (s *session) waitSuspended() error {
	if s.peer.Wait() {
		return errHungUp
	}
	select {
	case <-s.resumed:
	case <-s.ctx.Done():
		return errHungUp
	case <-s.srv.ctx.Done():
		return net.ErrClosed
	}
	s.in.resume()
	if s.stopping.Load() {
		return net.ErrClosed // and its interrupt may be undone
	}
	return nil
}

// stop has the reader end. Requests that run are answered still.
func (s *session) stop() {
	s.stopping.Store(true)
	s.in.interrupt()
}

// close ends the connection with all it holds. The request of it that runs is
// answered first if graceful, and what is written is taken out first.
func (s *session) close(cause error) {
	d := s.srv.dispatcher
	d.drop(s)
	if s.stopping.Load() {
		d.wait(s)
	}
	if !errors.Is(cause, errHungUp) {
		s.out.flush()
		s.out.awaitEmpty()
	}
	s.abort()
	s.in.files.Replace(nil)
	s.parse.Release()
	s.log.Debug("connection ended", "cause", cause)
}

// abort ends the connection at once.
func (s *session) abort() {
	s.out.close()
	_ = s.conn.Close()
}

// overflow ends a connection whose client does not read.
func (s *session) overflow() {
	s.log.Warn("connection ended: the client does not read what it is sent", "limit", s.srv.config.limits.OutputBytes)
	_ = s.conn.Close()
}
