package server

import (
	"log/slog"
	"time"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// An Option sets something of a Server.
type Option func(*serverConfig)

type serverConfig struct {
	version      qmp.Version
	executor     Executor
	logger       *slog.Logger
	hook         func(Call)
	input        qapi.InputPolicy
	output       qapi.OutputPolicy
	limits       Limits
	throttles    map[string]throttle
	singleClient bool
	offerOOB     bool
	rfc          bool
	preconfig    bool
	middleware   []Middleware
	emitters     []*Emitter
	trace        qmp.TraceHook // nil: none
}

func newServerConfig(opts []Option) serverConfig {
	c := serverConfig{
		offerOOB:  true,
		throttles: map[string]throttle{},
	}
	for _, o := range opts {
		o(&c)
	}
	if c.executor == nil {
		c.executor = inlineExecutor{}
	}
	if c.logger == nil {
		c.logger = slog.New(slog.DiscardHandler)
	}
	c.limits = c.limits.withDefaults()
	return c
}

// WithVersion sets the version that the greeting and query-version give.
func WithVersion(v qmp.Version) Option {
	return func(c *serverConfig) { c.version = v }
}

// WithExecutor has in-band commands run by e, such as the VMM's main loop.
// Without it, or with nil, they run in goroutines of the server, still one at
// a time.
func WithExecutor(e Executor) Option {
	return func(c *serverConfig) { c.executor = e }
}

// WithLogger has the server log to l: connections that come and go at level
// Debug, what it refuses at Warn, panics of handlers at Error. Without it,
// or with nil, nothing is logged.
func WithLogger(l *slog.Logger) Option {
	return func(c *serverConfig) { c.logger = l }
}

// WithCallHook has hook called after every command that was looked up,
// successful or not, before its reply is sent. It is called from the
// goroutine that ran the command, from several at once, and must not block.
func WithCallHook(hook func(Call)) Option {
	return func(c *serverConfig) { c.hook = hook }
}

// WithTrace calls hook with every message of every connection.
// WireMessage.Conn is the number of the connection, from "1" in the order they
// came. Requests are handed on in strict JSON, as the server has understood
// them; what is no message is not.
func WithTrace(hook qmp.TraceHook) Option {
	return func(c *serverConfig) { c.trace = hook }
}

// WithInputPolicy sets what becomes of deprecated and unstable input.
func WithInputPolicy(p qapi.InputPolicy) Option {
	return func(c *serverConfig) { c.input = p }
}

// WithOutputPolicy sets what is left out of output.
func WithOutputPolicy(p qapi.OutputPolicy) Option {
	return func(c *serverConfig) { c.output = p }
}

// WithLimits sets the server's limits.
func WithLimits(l Limits) Option {
	return func(c *serverConfig) { c.limits = l }
}

// WithThrottle limits how often the event is sent: one at once, and then of
// those that occur within interval the last, when interval is over. With a
// key, the name of a string member of its data, events are counted apart for
// each value of that member. New panics when the table does not have the
// event.
func WithThrottle(event string, interval time.Duration, key ...string) Option {
	t := throttle{interval: interval}
	if len(key) > 0 {
		t.key = key[0]
	}
	return func(c *serverConfig) { c.throttles[event] = t }
}

// WithSingleClient has each call of Serve serve one connection at a time, as
// QEMU's sockets do; the next waits in the listener's backlog.
func WithSingleClient() Option {
	return func(c *serverConfig) { c.singleClient = true }
}

// WithOOBWithheld has the server not offer the capability oob.
func WithOOBWithheld() Option {
	return func(c *serverConfig) { c.offerOOB = false }
}

// WithRFCRequests has the server speak the wire form of the proposal of 2017
// rather than QEMU's: an out-of-band request is
//
//	{"execute": NAME, "control": {"run-oob": true}}
//
// and exec-oob is not known; a request that finds the in-band queue full is
// dropped, which the event request-dropped tells its client, instead of
// suspending the monitor.
func WithRFCRequests() Option {
	return func(c *serverConfig) { c.rfc = true }
}

// WithPreconfig starts the server before the machine is configured: until
// LeavePreconfig only commands with AllowPreconfig run.
func WithPreconfig() Option {
	return func(c *serverConfig) { c.preconfig = true }
}
