package qmp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/internal/fdconn"
)

var (
	// ErrClosed is the cause of what fails because this side closed the
	// connection or the subscription.
	ErrClosed = errors.New("qmp: closed")
	// ErrOOBNotNegotiated is returned for an out-of-band command on a
	// connection without that capability: the server does not offer it, or
	// WithoutOOB declined it.
	ErrOOBNotNegotiated = errors.New("qmp: out-of-band execution is not negotiated on this connection")
	// ErrRequestDropped is returned for a command that the server threw away
	// unexecuted because its queue was full.
	ErrRequestDropped = errors.New("qmp: the server dropped the request unexecuted")
	// ErrHangUp is in the chain of what fails because the server closed the
	// connection, together with io.EOF.
	ErrHangUp = errors.New("the server closed the connection")
	// ErrTimeout is in the chain of what fails because the server did not
	// answer before the deadline of the context, together with
	// context.DeadlineExceeded.
	ErrTimeout = errors.New("the server did not answer in time")
	// ErrNegotiation is in the chain of what Dial and NewConn return when the
	// server's greeting is not that of QMP, and when the server refuses the
	// capabilities, then together with its *Error.
	ErrNegotiation = errors.New("capabilities negotiation failed")
)

// A Conn is the client's side of a connection to a QMP monitor or a guest
// agent. Its methods may be called from several goroutines at once.
//
// A Conn has a goroutine that reads, and another while requests wait for the
// server to take them. They end when the connection does, by Close or by a
// failure. Every call and subscription that waits then fails at once, with an
// error that wraps the cause.
type Conn struct {
	transport io.ReadWriteCloser
	deadlines deadliner           // nil: reads of the transport have no deadline
	direct    fdconn.DirectWriter // nil: the transport can only be written to by waiting
	cfg       connConfig
	running   sync.WaitGroup

	greeting  Greeting
	greetings chan Greeting // the reader hands the greeting to the handshake
	greeted   bool          // belongs to the goroutine that reads
	framer    framer        // likewise
	wake      chan struct{} // tells the parked read loop to read
	enabled   []string      // capabilities; settled by the handshake
	oob       bool
	sync      *agentSync // nil unless guest agent
	withIDs   bool

	// Each request in flight holds a slot. Slots bound the memory that a server
	// which does not answer can make the client use.
	inBand, outOfBand, fileSlot slots
	pairSlot                    slots // held while two in-band slots are acquired

	lastID atomic.Uint64
	calls  sync.Pool // of *call

	mu      sync.Mutex
	err     error // why the connection ended
	done    chan struct{}
	pending map[uint64]*call
	order   callList // pending in-band calls, in the order of their sending
	outbox  []*call
	writing bool  // a goroutine writes, and owns batch
	batch   batch // taken from the outbox
	// writeErr is set when a write has failed because the server reads no
	// more. Replies to earlier requests may still arrive.
	writeErr   error
	reading    bool // a goroutine reads: the read loop, or a caller
	callerRead bool // a caller has read since the read loop last looked
	ready      bool // the handshake is over
	listeners  int  // subscriptions, and calls of Done

	subMu sync.RWMutex
	subs  map[*Subscription]struct{}
}

// A deadliner is what net.Conn and os.File have to interrupt a read.
type deadliner interface {
	SetReadDeadline(t time.Time) error
}

// NewConn makes a connection over transport and negotiates capabilities. The
// context bounds that handshake alone. The Conn owns transport, and closes it
// also when NewConn fails.
//
// The transport is a net.Conn, or anything else that carries bytes both ways: a
// pipe, the standard input and output of a child process, a channel of ssh. Its
// Close must make a blocked Read return. File descriptors can be passed over a
// *net.UnixConn alone.
//
// Out-of-band execution is enabled when the server offers it. Events that
// arrive during the handshake have no subscriber yet and are ignored.
func NewConn(ctx context.Context, transport io.ReadWriteCloser, opts ...ConnOption) (*Conn, error) {
	c := &Conn{
		transport: transport,
		direct:    fdconn.NewDirectWriter(transport),
		cfg:       newConnConfig(opts),
		greetings: make(chan Greeting, 1),
		withIDs:   true,
		done:      make(chan struct{}),
		wake:      make(chan struct{}, 1),
		reading:   true,
		pending:   make(map[uint64]*call),
		subs:      make(map[*Subscription]struct{}),
		outOfBand: make(slots, maxInFlight),
		fileSlot:  make(slots, 1),
		pairSlot:  make(slots, 1),
		inBand:    make(slots, maxInFlight),
	}
	c.framer = framer{r: transport, limit: c.cfg.replyLimit, agent: c.cfg.guestAgent, discarding: c.cfg.guestAgent}
	if c.cfg.guestAgent {
		c.sync = newAgentSync()
	}
	c.deadlines, _ = transport.(deadliner)
	c.running.Go(c.read)
	if err := c.handshake(ctx); err != nil {
		// The cause is in err already.
		_ = c.Close()
		return nil, err
	}
	c.mu.Lock()
	c.ready = true
	c.mu.Unlock()
	return c, nil
}

// Greeting returns the greeting of the server. It is zero for a guest agent, which
// sends none.
func (c *Conn) Greeting() Greeting {
	g := c.greeting
	g.Capabilities = slices.Clone(g.Capabilities)
	return g
}

// Version returns the version from the server's greeting.
func (c *Conn) Version() Version { return c.greeting.Version }

// Capabilities returns the capabilities that the handshake enabled.
func (c *Conn) Capabilities() []string { return slices.Clone(c.enabled) }

// OOB reports whether commands may be executed out-of-band.
func (c *Conn) OOB() bool { return c.oob }

// Done returns a channel that is closed when the connection has ended.
func (c *Conn) Done() <-chan struct{} {
	c.addListeners(1)
	return c.done
}

// Err returns why the connection ended, and nil while it lasts: ErrClosed
// after Close, an error that wraps io.EOF when the server hung up.
func (c *Conn) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Close ends the connection. Everything that waits on it fails with ErrClosed.
// Close returns when the connection's goroutines have ended; it may be called
// more than once, and always returns nil.
func (c *Conn) Close() error {
	c.fail(ErrClosed)
	c.running.Wait()
	return nil
}

// fail ends the connection. The first cause stands.
func (c *Conn) fail(cause error) {
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err = cause
	close(c.done)
	for _, cl := range c.outbox {
		cl.closeFiles()
	}
	var waiting []*call
	for _, cl := range c.pending {
		cl.answered = true
		if !cl.abandoned {
			waiting = append(waiting, cl)
		}
	}
	c.pending, c.outbox, c.order = nil, nil, callList{}
	c.mu.Unlock()

	// Closing unblocks the goroutines that read and write. Its error adds
	// nothing to the cause.
	_ = c.transport.Close()
	for _, cl := range waiting {
		cl.finish(reply{err: cause})
	}
	c.endSubscriptions(cause)
}

// lostError returns the cause of a connection's end for the error of a read or
// write.
func lostError(err error) error {
	switch {
	case errors.Is(err, io.EOF):
		return fmt.Errorf("qmp: %w: %w", ErrHangUp, io.EOF)
	case isHangUp(err):
		// It left without having read all that we sent.
		return fmt.Errorf("qmp: %w: %w (%w)", ErrHangUp, io.EOF, err)
	}
	return fmt.Errorf("qmp: connection lost: %w", err)
}

// isHangUp reports whether a write failed because the server closed the
// connection.
func isHangUp(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.ErrClosedPipe)
}

// timedOut adds ErrTimeout to the error of a context whose deadline has passed.
func timedOut(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return err
}

// slots is a semaphore that bounds the requests in flight. The caller acquires a
// slot; removePending releases it.
type slots chan struct{}

func (s slots) acquire(ctx context.Context, c *Conn) error {
	select {
	case s <- struct{}{}:
		return nil
	default:
	}
	select {
	case s <- struct{}{}:
		return nil
	case <-ctx.Done():
		return timedOut(ctx.Err())
	case <-c.done:
		return c.Err()
	}
}

func (s slots) release() { <-s }
