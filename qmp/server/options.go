package server

import (
	"time"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// An Option configures a Server.
type Option func(*serverConfig)

type serverConfig struct {
	version      qmp.Version
	executor     Executor
	logger       Logger
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
		c.logger = discardLogger{}
	}
	c.limits = c.limits.withDefaults()
	return c
}

// WithVersion sets the version in the greeting and in the reply to query-version.
func WithVersion(v qmp.Version) Option {
	return func(c *serverConfig) { c.version = v }
}

// WithExecutor makes e run the in-band commands, for example on the main loop of a
// VMM. Without it, or if e is nil, they run in goroutines of the server, still one
// at a time.
func WithExecutor(e Executor) Option {
	return func(c *serverConfig) { c.executor = e }
}

// WithLogger makes the server log to l: the start and the end of connections at
// level Debug, refused input at Warn, panics of handlers at Error. Without it, or if
// l is nil, nothing is logged.
func WithLogger(l Logger) Option {
	return func(c *serverConfig) { c.logger = l }
}

// WithCallHook calls hook after every command that ran, whether it succeeded or not,
// and before the reply is sent. A request that the server refuses runs no command. The
// call is made in the goroutine that ran the command. Calls may overlap, and hook must
// not block. A panic of hook counts as one of the command.
func WithCallHook(hook func(Call)) Option {
	return func(c *serverConfig) { c.hook = hook }
}

// WithTrace calls hook with every message of every connection. WireMessage.Conn is
// the number of the connection; the first is "1". Requests are given in strict JSON,
// as the server has read them. Input that is not a message is not traced.
func WithTrace(hook qmp.TraceHook) Option {
	return func(c *serverConfig) { c.trace = hook }
}

// WithInputPolicy sets how the server treats deprecated and unstable input.
func WithInputPolicy(p qapi.InputPolicy) Option {
	return func(c *serverConfig) { c.input = p }
}

// WithOutputPolicy sets whether the server hides deprecated and unstable output.
func WithOutputPolicy(p qapi.OutputPolicy) Option {
	return func(c *serverConfig) { c.output = p }
}

// WithLimits sets the server's limits.
func WithLimits(l Limits) Option {
	return func(c *serverConfig) { c.limits = l }
}

// WithThrottle limits how often an event is sent. The first is sent at once. If more
// occur within interval, only the last of them is sent, when interval has passed.
// key names a string member of the event's data; events with different values of it
// are throttled separately. New panics if the table does not have the event.
func WithThrottle(event string, interval time.Duration, key ...string) Option {
	t := throttle{interval: interval}
	if len(key) > 0 {
		t.key = key[0]
	}
	return func(c *serverConfig) { c.throttles[event] = t }
}

// WithSingleClient makes each call of Serve serve one connection at a time, as
// QEMU's sockets do. The next connection waits in the listener's backlog.
func WithSingleClient() Option {
	return func(c *serverConfig) { c.singleClient = true }
}

// WithOOBWithheld makes the server not offer the capability oob.
func WithOOBWithheld() Option {
	return func(c *serverConfig) { c.offerOOB = false }
}

// WithRFCRequests makes the server use the wire form that was proposed in 2017
// instead of QEMU's. An out-of-band request is
//
//	{"execute": NAME, "control": {"run-oob": true}}
//
// and exec-oob is an unknown member. If the in-band queue is full, the server drops
// the request and sends its client the event request-dropped; it does not suspend
// the monitor.
func WithRFCRequests() Option {
	return func(c *serverConfig) { c.rfc = true }
}

// WithPreconfig starts the server in the state before the machine is configured.
// Only commands with AllowPreconfig run until LeavePreconfig is called.
func WithPreconfig() Option {
	return func(c *serverConfig) { c.preconfig = true }
}
