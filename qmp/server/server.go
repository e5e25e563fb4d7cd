package server

import (
	"context"
	"errors"
	"maps"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
	"github.com/qapi-go/qapi-gen/internal/qjson"
)

// ErrClosed is returned by Serve and ServeConn after Shutdown or Close.
var ErrClosed = errors.New("qmp: server closed")

// ErrTooManyConnections is returned by ServeConn when the server has as many
// as Limits.Connections.
var ErrTooManyConnections = errors.New("qmp: too many connections")

// A Server serves the commands of a schema to any number of clients. Its
// methods may be called from any goroutine.
type Server struct {
	config            serverConfig
	commands          *commandIndex
	events            map[string]EventInfo
	greeting          []byte
	introspectionText string
	introspection     introspectionCache
	dispatcher        *dispatcher
	emitter           emitter
	budget            budget
	alarms            fdconn.InputAlarms
	preconfig         atomic.Bool

	ctx    context.Context // of the handlers
	cancel context.CancelFunc

	mu           sync.Mutex
	sessionEnded sync.Cond // signalled when a session ends
	sessions     map[*session]struct{}
	listeners    map[net.Listener]struct{}
	lastNumber   uint64
	stopping     bool
}

// New makes a server of a table. It panics when the table has a command
// twice, or one without a handler, or one that is AllowOOB and Coroutine, or
// does not have an event that is throttled.
func New(table *DispatchTable, opts ...Option) *Server {
	ctx, cancel := context.WithCancel(context.Background())
	config := newServerConfig(opts)
	s := &Server{
		config:            config,
		commands:          newCommandIndex(config.wrapHandlers(table.Commands)),
		events:            make(map[string]EventInfo, len(table.Events)),
		introspectionText: table.Introspection,
		ctx:               ctx,
		cancel:            cancel,
		sessions:          make(map[*session]struct{}),
		listeners:         make(map[net.Listener]struct{}),
	}
	s.sessionEnded.L = &s.mu
	s.budget.limit = int64(s.config.limits.TotalBytes)
	for _, e := range table.Events {
		s.events[e.Name] = e
	}
	for name := range s.config.throttles {
		if _, ok := s.events[name]; !ok {
			panic("qmp: the dispatch table does not have the event " + name + ", which is to be throttled")
		}
	}
	s.preconfig.Store(s.config.preconfig)
	s.dispatcher = newDispatcher(s.config.executor, ctx.Done())
	s.greeting = s.appendGreeting(nil)
	for _, e := range config.emitters {
		e.server.Store(s)
	}
	return s
}

func (s *Server) appendGreeting(dst []byte) []byte {
	dst = append(dst, `{"QMP": {"version": `...)
	dst = appendVersion(dst, s.config.version)
	dst = append(dst, `, "capabilities": [`...)
	if s.config.offerOOB {
		dst = qjson.AppendString(dst, capabilityOOB)
	}
	return append(dst, "]}}\r\n"...)
}

// Serve accepts connections and serves them until the context ends, the
// listener fails or the server is shut down. While the system is out of file
// descriptors, clients wait in the listener's backlog. It closes the listener, and
// returns when the connections it accepted have ended; when the context ends
// they are ended at once. The error is never nil: after Shutdown or Close it
// is ErrClosed.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l = &closeOnceListener{Listener: l}
	if !s.addListener(l) {
		_ = l.Close()
		return ErrClosed
	}
	defer s.removeListener(l)
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()

	var served sync.WaitGroup
	defer served.Wait()
	for {
		conn, err := s.accept(ctx, l)
		if err != nil {
			return err
		}
		session, err := s.newSessionWhenFree(ctx, conn)
		if err != nil {
			return err
		}
		if s.config.singleClient {
			s.serveSession(ctx, session)
			continue
		}
		served.Go(func() { s.serveSession(ctx, session) })
	}
}

// A closeOnceListener may be closed several times: by the end of Serve, of its
// context, and of the server.
type closeOnceListener struct {
	net.Listener
	once sync.Once
}

func (l *closeOnceListener) Close() (err error) {
	l.once.Do(func() { err = l.Listener.Close() })
	return err
}

// acceptRetry is how long Serve waits when the system is out of descriptors.
const acceptRetry = 50 * time.Millisecond

// accept accepts one connection when the server may have one more.
func (s *Server) accept(ctx context.Context, l net.Listener) (net.Conn, error) {
	for warned := false; ; warned = true {
		if !s.waitForCapacity(ctx) {
			return nil, s.stopError(ctx)
		}
		conn, err := l.Accept()
		if err == nil {
			return conn, nil
		}
		if stopped := s.stopError(ctx); stopped != nil {
			return nil, stopped
		}
		if !isTemporary(err) {
			return nil, err
		}
		if !warned { // the next attempts will fail likewise
			s.config.logger.Warn("cannot accept a connection; trying again", "address", l.Addr(), "error", err)
		}
		retry := time.NewTimer(acceptRetry)
		select {
		case <-retry.C:
		case <-ctx.Done():
		case <-s.ctx.Done():
		}
		retry.Stop()
	}
}

// isTemporary reports whether accepting may work again later.
func isTemporary(err error) bool {
	var temporary interface {
		error
		Temporary() bool
	}
	ok := errors.As(err, &temporary)
	return ok && temporary.Temporary()
}

// stopError returns the error that Serve returns when it is told to end, or nil.
func (s *Server) stopError(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return ErrClosed
	}
	return ctx.Err()
}

// waitForCapacity waits until there are fewer connections than Limits.Connections.
// It reports false if Serve is to end.
func (s *Server) waitForCapacity(ctx context.Context) bool {
	stop := context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.sessionEnded.Broadcast()
	})
	defer stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.sessions) >= s.config.limits.Connections && !s.stopping && ctx.Err() == nil {
		s.sessionEnded.Wait()
	}
	return !s.stopping && ctx.Err() == nil
}

// ServeConn serves one connection, and returns when it has ended. When the
// context ends the connection is ended at once. The error is nil when the
// connection was served, however it ended.
//
// The connection has to support read deadlines, or Shutdown does not end it
// before its own context does. That a client hangs up while a command runs is
// noticed at once on connections of package net only, and otherwise when the
// command has ended.
func (s *Server) ServeConn(ctx context.Context, conn net.Conn) error {
	session, err := s.newSession(ctx, conn)
	if err != nil {
		_ = conn.Close()
		return err
	}
	s.serveSession(ctx, session)
	return nil
}

func (s *Server) serveSession(ctx context.Context, session *session) {
	defer s.remove(session)
	stop := context.AfterFunc(ctx, session.abort)
	defer stop()
	session.log.Debug("connection accepted", "monitor", session.number)
	session.close(session.serve())
}

// newSessionWhenFree is newSession, but waits if a connection of another listener
// has reached Limits.Connections.
func (s *Server) newSessionWhenFree(ctx context.Context, conn net.Conn) (*session, error) {
	for {
		session, err := s.newSession(ctx, conn)
		if err == nil {
			return session, nil
		}
		if !errors.Is(err, ErrTooManyConnections) || !s.waitForCapacity(ctx) {
			_ = conn.Close()
			return nil, s.stopError(ctx)
		}
	}
}

func (s *Server) newSession(ctx context.Context, conn net.Conn) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.stopping:
		return nil, ErrClosed
	case len(s.sessions) >= s.config.limits.Connections:
		return nil, ErrTooManyConnections
	}
	s.lastNumber++
	session := newSession(ctx, s, conn, s.lastNumber)
	s.sessions[session] = struct{}{}
	s.dispatcher.add(session)
	return session, nil
}

func (s *Server) remove(session *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sessions, session)
	s.sessionEnded.Broadcast()
}

// currentSessions returns the sessions at this moment.
func (s *Server) currentSessions() []*session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.sessions))
}

func (s *Server) addListener(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopping {
		return false
	}
	s.listeners[l] = struct{}{}
	return true
}

func (s *Server) removeListener(l net.Listener) {
	s.mu.Lock()
	delete(s.listeners, l)
	s.mu.Unlock()
	_ = l.Close()
}

// Shutdown ends the server in order. It stops accepting and reading, discards the queued
// requests, waits for the running commands, sends the pending output, and closes the
// connections. If the context ends first, Shutdown does what Close does, and returns the
// context's error.
//
// A handler must not wait for Shutdown, which waits for the handler; it can
// start a goroutine that calls it.
func (s *Server) Shutdown(ctx context.Context) error {
	sessions := s.stop()
	s.dispatcher.stop(sessions)
	for _, session := range sessions {
		session.stop()
	}
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	s.mu.Lock()
	for len(s.sessions) > 0 && ctx.Err() == nil {
		s.sessionEnded.Wait()
	}
	s.mu.Unlock()
	if !stop() {
		_ = s.Close() // which has begun in another goroutine
		return ctx.Err()
	}
	s.cancel()
	return nil
}

// stop closes the listeners and returns the sessions that there are.
func (s *Server) stop() []*session {
	s.mu.Lock()
	s.stopping = true
	for l := range s.listeners {
		_ = l.Close()
	}
	s.sessionEnded.Broadcast()
	s.mu.Unlock()
	s.emitter.mu.Lock()
	s.emitter.throttle.stop()
	s.emitter.mu.Unlock()
	return s.currentSessions()
}

// Close ends the server at once: connections are closed, and the context of
// the handlers that run ends. It does not wait for them: Serve returns although a
// handler that ignores its context goes on running.
func (s *Server) Close() error {
	sessions := s.stop()
	s.dispatcher.stop(sessions)
	for _, session := range sessions {
		session.stopping.Store(true)
		session.abort()
	}
	s.cancel() // after the connections: no client gets the error of a canceled handler
	s.dispatcher.wake()
	return nil
}
