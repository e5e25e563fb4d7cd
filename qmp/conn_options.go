package qmp

import "time"

const (
	// defaultReplyLimit is QEMU's own limit for one message.
	defaultReplyLimit = 64 << 20
	// oobDepth is how many in-band requests are in flight with out-of-band
	// execution on. QEMU's queue holds 8. While it is full QEMU reads nothing, not
	// even out-of-band requests. One executing and seven queued do not fill it.
	oobDepth = 8
	// maxInFlight bounds the requests in flight of either kind.
	maxInFlight = 1024
)

// A ConnOption changes how a client's connection behaves.
type ConnOption func(*connConfig)

type connConfig struct {
	withoutOOB bool
	guestAgent bool
	rfcControl bool
	strict     bool
	replyLimit int
	inFlight   int
	dialRetry  time.Duration
	trace      TraceHook // nil: none
	traceLabel string
}

func newConnConfig(opts []ConnOption) connConfig {
	cfg := connConfig{replyLimit: defaultReplyLimit, inFlight: oobDepth}
	for _, o := range opts {
		o(&cfg)
	}
	return cfg
}

// WithoutOOB declines out-of-band execution though the server offers it.
func WithoutOOB() ConnOption {
	return func(cfg *connConfig) { cfg.withoutOOB = true }
}

// WithGuestAgent speaks to a guest agent: it has no greeting and negotiates
// nothing. The handshake synchronises with guest-sync-delimited instead,
// which discards what an earlier client left in the channel. It is repeated,
// at growing intervals, until the agent answers or the context ends, because
// what is sent while the guest still boots may be lost.
func WithGuestAgent() ConnOption {
	return func(cfg *connConfig) { cfg.guestAgent = true }
}

// WithRFCControl sends out-of-band requests in the form of the 2017 series,
// version 3: "control": {"run-oob": true} beside "execute", in place of
// "exec-oob". QEMU itself took only the latter.
func WithRFCControl() ConnOption {
	return func(cfg *connConfig) { cfg.rfcControl = true }
}

// WithStrictReplies makes a reply an error that has members or enum values
// which the generated types do not know, or lacks mandatory ones. They are
// tolerated otherwise: another version of the server may well send them.
func WithStrictReplies() ConnOption {
	return func(cfg *connConfig) { cfg.strict = true }
}

// WithMessageLimit bounds one message from the server to n bytes; a longer
// one ends the connection. The default is 64 MiB.
func WithMessageLimit(n int) ConnOption {
	return func(cfg *connConfig) { cfg.replyLimit = n }
}

// WithInFlight sets how many in-band requests, at least two, may be unanswered
// with out-of-band execution on; the others wait their turn in the client. The
// default is 8: with more, QEMU stops reading, and then cannot be reached
// out-of-band either.
func WithInFlight(n int) ConnOption {
	return func(cfg *connConfig) { cfg.inFlight = max(n, 2) }
}

// WithDialRetry makes Dial try again after each interval, until its context
// ends, while nobody listens at the address: the server may still be
// starting. Other errors end Dial at once.
func WithDialRetry(interval time.Duration) ConnOption {
	return func(cfg *connConfig) { cfg.dialRetry = interval }
}
