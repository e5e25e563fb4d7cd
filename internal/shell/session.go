package shell

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// ErrLost is in the chain of errors that are the connection's and not the command's:
// it is lost, or was never there.
var ErrLost = errors.New("there is no connection to the server")

// A Config has the server of a Session, and what the Session does with it.
type Config struct {
	// Connect connects to the server, with these options beside its own.
	Connect func(ctx context.Context, opts ...qmp.ConnOption) (*qmp.Conn, error)
	// Redial makes the Session connect again when the connection is lost. Otherwise
	// the Session ends.
	Redial bool
	// GuestAgent is true for a guest agent, which has no introspection.
	GuestAgent bool
	// Schema has the texts of the server's definitions, and stands in for
	// introspection that the server does not have. It may be nil.
	Schema *model.Schema
	// Events are the events to notify of at first: those of these names, all if there
	// are none. With NoEvents there are none to notify of.
	Events   []string
	NoEvents bool
	// Notify is called with what the server does of its own accord, one call at a
	// time. It must not use the Session.
	Notify func(Notice)
	// Keys is for the end of .help: what keys do.
	Keys string
}

// A NoticeKind says what a Notice is about.
type NoticeKind int

// The kinds of notices.
const (
	EventNotice NoticeKind = iota // an event
	LostNotice                    // the connection is lost
	BackNotice                    // there is a connection again
	Remark                        // something to know
)

// A Notice is something that happened without a statement.
type Notice struct {
	Kind  NoticeKind
	Event qmp.Event // of an EventNotice; its text is as the server sent it
	Text  string    // of the others, safe to print
}

// A Session is a conversation with a server. Its methods may be called from several
// goroutines at once.
type Session struct {
	cfg     Config
	cancel  context.CancelFunc
	ended   chan struct{} // closed when supervise has returned
	record  recorder
	names   nameCache
	running sync.WaitGroup

	mu       sync.Mutex
	conn     *qmp.Conn   // nil while there is none
	err      error       // why the session ended
	server   *serverInfo // what is known of the server, nil before it is
	events   filter
	inFlight []*inFlight
	last     string // the command that was executed last
}

// An inFlight is a request without an answer.
type inFlight struct {
	name string
	oob  bool
}

// Open connects to the server, within ctx, and begins the conversation.
func Open(ctx context.Context, cfg Config) (*Session, error) {
	s := &Session{cfg: cfg, ended: make(chan struct{}), events: filter{names: slices.Clone(cfg.Events), off: cfg.NoEvents}}
	conn, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	own, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.cancel = cancel
	sub := conn.Subscribe()
	if err := s.learn(ctx, conn); err != nil {
		cancel()
		return nil, errors.Join(err, conn.Close())
	}
	s.conn = conn
	s.running.Go(func() { s.supervise(own, conn, sub) })
	return s, nil
}

// Close ends the conversation, and with it all that waits for an answer.
func (s *Session) Close() {
	s.cancel()
	s.mu.Lock()
	conn := s.conn
	s.mu.Unlock()
	if conn != nil {
		_ = conn.Close() // it always returns nil
	}
	s.running.Wait()
	_ = s.record.stop() // an error was a remark when it came
}

// Done is closed when the session has ended: by Close, or because the connection is
// lost and it does not connect again. Err then says why.
func (s *Session) Done() <-chan struct{} { return s.ended }

// Err is why the session ended. It is nil before, and if the server ended because a
// command asked it to.
func (s *Session) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Greeting is that of the server, zero while there is no connection.
func (s *Session) Greeting() qmp.Greeting {
	if conn := s.current(); conn != nil {
		return conn.Greeting()
	}
	return qmp.Greeting{}
}

// InFlight names the requests without an answer, in the order of their sending.
func (s *Session) InFlight() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return callNames(s.inFlight)
}

func callNames(calls []*inFlight) []string {
	names := make([]string, len(calls))
	for i, c := range calls {
		names[i] = c.name
	}
	return names
}

// current is the connection, nil while there is none.
func (s *Session) current() *qmp.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn
}

// known is what is known of the server.
func (s *Session) known() *serverInfo {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.server
}

// began enters a request that is about to be sent.
func (s *Session) began(name string, oob bool) *inFlight {
	call := &inFlight{name, oob}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight, s.last = append(s.inFlight, call), name
	return call
}

// over removes a request that is not waited for any more.
func (s *Session) over(call *inFlight) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight = slices.DeleteFunc(s.inFlight, func(c *inFlight) bool { return c == call })
}

// busy reports whether the server may have a command to execute before the next.
func (s *Session) busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.inFlight, func(c *inFlight) bool { return !c.oob })
}

// quitting reports whether the server was told to end.
func (s *Session) quitting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last == "quit" || s.last == "guest-shutdown"
}

func (s *Session) notify(kind NoticeKind, format string, args ...any) {
	s.cfg.Notify(Notice{Kind: kind, Text: Safe(fmt.Sprintf(format, args...))})
}

// redialInterval is how often the server is looked for.
const redialInterval = 250 * time.Millisecond

// supervise follows a connection, and those after it.
func (s *Session) supervise(ctx context.Context, conn *qmp.Conn, sub *qmp.Subscription) {
	defer close(s.ended)
	for {
		s.follow(ctx, sub)
		sub.Close()
		lost := s.disconnected(conn)
		_ = conn.Close() // it always returns nil
		if ctx.Err() != nil {
			s.end(qmp.ErrClosed)
			return
		}
		cause := &lostError{conn.Err()}
		text := cause.Error()
		if len(lost) > 0 {
			text += "; without an answer: " + strings.Join(callNames(lost), ", ")
		}
		if !s.cfg.Redial {
			if s.quitting() {
				s.end(nil)
				return
			}
			s.end(cause)
			s.notify(LostNotice, "%s", text)
			return
		}
		s.notify(LostNotice, "%s; waiting for the server to come back", text)
		if conn, sub = s.reconnect(ctx); conn == nil {
			s.end(qmp.ErrClosed)
			return
		}
	}
}

// follow hands on events until the connection ends.
func (s *Session) follow(ctx context.Context, sub *qmp.Subscription) {
	for {
		ev, err := sub.Next(ctx)
		if err != nil {
			return
		}
		s.names.invalidate()
		if ev.Dropped > 0 {
			s.notify(Remark, "events came faster than they could be shown; %d are left out", ev.Dropped)
		}
		s.mu.Lock()
		shown := s.events.shows(ev.Name)
		s.mu.Unlock()
		if shown {
			s.cfg.Notify(Notice{Kind: EventNotice, Event: ev})
		}
	}
}

// disconnected forgets a connection. It returns the requests that had no answer.
func (s *Session) disconnected(conn *qmp.Conn) []*inFlight {
	s.names.clear()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == conn {
		s.conn = nil
	}
	return slices.Clone(s.inFlight)
}

func (s *Session) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}
