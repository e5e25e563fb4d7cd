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
	in     *inputBuffer
	peer   fdconn.PeerWatch
	parse  *qjson.Parser
	out    *outbox

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
	lastTurn   uint64 // when a request of it last began, by dispatcher.turns
}

// errHungUp is why a session ends whose client has closed the connection.
var errHungUp = errors.New("the client hung up")

func newSession(ctx context.Context, srv *Server, conn net.Conn, number uint64) *session {
	s := &session{
		srv: srv, conn: conn, number: number, ctx: ctx,
		log:     srv.config.logger.With("monitor", number),
		in:      newInputBuffer(conn),
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

// serve reads until the connection ends or the server stops. It reads in a
// goroutine of its own, because a handler may call runtime.Goexit, which must not
// end the goroutine of ServeConn's caller.
func (s *session) serve() error {
	s.out.put(s.srv.greeting)
	cause := make(chan error, 1)
	go untilReturned(func() { cause <- s.read() })
	return <-cause
}

// read handles messages until the connection ends or the server stops.
func (s *session) read() error {
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

// handle answers a message or queues it. When it returns, the reader may parse the
// next one.
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
		return s.runInReader(r)
	}
	return s.enqueue(r)
}

// quickLimit is how long a command may take to count as quick.
const quickLimit = 200 * time.Microsecond

// isQuick reports whether the command was quick when it last ran.
func (r *request) isQuick() bool { return r.command == nil || r.command.quick.Load() }

// runInReader runs an in-band request in the reader's goroutine. With OOB off the
// reader could only wait meanwhile, and a quick command takes less time than two
// goroutine switches.
func (s *session) runInReader(r *request) error {
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

// runTimed runs the request and records whether its command was quick.
func (r *request) runTimed() {
	start := time.Now()
	r.run()
	if r.command == nil {
		return
	}
	if quick := time.Since(start) < quickLimit; quick != r.command.quick.Load() {
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

// waitSuspended waits until the dispatcher resumes the session, or until the client
// hangs up. A client that has only ended its sending still gets its replies.
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

// stop ends the reader. A request that runs is still answered.
func (s *session) stop() {
	s.stopping.Store(true)
	s.in.interrupt()
}

// close ends the connection and releases what the session holds. On shutdown it
// first waits for the request that runs. Unless the client has hung up, it waits
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
