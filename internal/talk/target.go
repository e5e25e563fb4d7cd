package talk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/qapi-go/qapi-gen/internal/launch"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A Target is a monitor: at an address, or of a program to start.
type Target struct {
	Address string   // as qmp.Dial takes it
	Program []string // if Address is empty; see launch.Run
	Agent   bool     // it is a guest agent
	// Timeout bounds all that is done; 0 is no bound. Connecting has a bound of
	// its own.
	Timeout time.Duration
}

// connectLimit is how long a server has to greet. QEMU serves one client of a
// monitor, and others wait without an answer.
const connectLimit = 10 * time.Second

// Reach connects, calls use, and closes the connection. A program is ended. If the
// connection or the program ends early, the error says why; otherwise it is that
// of use.
func (t Target) Reach(ctx context.Context, use func(context.Context, *qmp.Conn) error) error {
	if t.Timeout > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, t.Timeout, &timeoutError{t.Timeout})
		defer stop()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	greeting := time.AfterFunc(connectLimit, func() { cancel(t.noGreeting()) })
	defer greeting.Stop()
	connected := func(ctx context.Context, conn *qmp.Conn) error {
		greeting.Stop()
		err := use(ctx, conn)
		if err != nil && !lost(ctx, err) {
			err = &launch.AnsweredError{Err: err}
		}
		return err
	}
	err := t.run(ctx, connected)
	if answered := (*launch.AnsweredError)(nil); errors.As(err, &answered) {
		return answered.Err
	}
	if err != nil && ctx.Err() != nil && t.Address != "" {
		return fmt.Errorf("%s: %w", t.Address, context.Cause(ctx))
	}
	return err
}

func (t Target) run(ctx context.Context, use func(context.Context, *qmp.Conn) error) error {
	var opts []qmp.ConnOption
	if t.Agent {
		opts = append(opts, qmp.WithGuestAgent())
	}
	if t.Address == "" {
		return launch.Run(ctx, t.Program, use, opts...)
	}
	conn, err := qmp.Dial(ctx, t.Address, opts...)
	if err == nil {
		err = use(ctx, conn)
		_ = conn.Close() // it always returns nil
	}
	return err
}

// ErrTimeout is in the chain of what fails because Target.Timeout has passed.
var ErrTimeout = errors.New("the timeout has passed")

type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("not finished within %v; --timeout TIME waits longer", e.after)
}

func (*timeoutError) Unwrap() error { return ErrTimeout }

func (t Target) noGreeting() error {
	if t.Agent {
		return fmt.Errorf("no answer within %v: the agent may not run in the guest", connectLimit)
	}
	return fmt.Errorf("no greeting within %v: another client may use the monitor, or it is a guest agent, which --guest-agent talks to", connectLimit)
}

// lost reports whether an error is about the connection, and not the answer of a
// server or the user's mistake.
func lost(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, qmp.ErrHangUp) || errors.Is(err, qmp.ErrClosed) || errors.Is(err, qmp.ErrTimeout)
}
