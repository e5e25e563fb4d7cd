package launch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// grace is how long a command has to end by itself: when it is told to, and
// when it has closed its monitor.
const grace = 2 * time.Second

// A process is a command that runs.
type process struct {
	cmd    *exec.Cmd
	conn   net.Conn // nil for a socketMonitor
	stderr lastBytes
	ended  chan struct{} // closed when it has ended and was waited for

	connected bool // its monitor has greeted
}

// use connects, and calls f. It fails when the command ends before f returns.
func (p *process) use(ctx context.Context, l *launch, f func(context.Context, *qmp.Conn) error, opts []qmp.ConnOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-p.ended:
			cancel()
		case <-ctx.Done():
		}
	}()
	var conn *qmp.Conn
	var err error
	if p.conn != nil {
		conn, err = qmp.NewConn(ctx, p.conn, opts...)
	} else {
		const interval = 20 * time.Millisecond
		conn, err = qmp.Dial(ctx, "unix:"+l.path, append(slices.Clip(opts), qmp.WithDialRetry(interval))...)
	}
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it always returns nil
	p.connected = true
	return f(ctx, conn)
}

// endsItself reports whether the command has ended of itself, or does now that
// it has closed its monitor. stop has not been called.
func (p *process) endsItself(ctx context.Context, cause error) bool {
	select {
	case <-p.ended:
		return true
	default:
	}
	if !errors.Is(cause, qmp.ErrHangUp) {
		return false
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-p.ended:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}

// explain says why there is no answer: that the command has ended itself, and
// how, or the cause. It adds what the command wrote to standard error. The
// command must have been stopped.
func (p *process) explain(ctx context.Context, command []string, cause error, endedItself bool) error {
	if answered := (*AnsweredError)(nil); errors.As(cause, &answered) {
		return answered
	}
	said, silent := p.stderr.report(), "answered on its monitor"
	var unanswered interface{ Unanswered() string }
	if errors.As(cause, &unanswered) {
		silent = "replied to " + unanswered.Unanswered()
		cause = errors.Unwrap(cause)
	}
	if refused := (*qmp.Error)(nil); errors.As(cause, &refused) {
		return fmt.Errorf("%s: %w%s", strings.Join(command, " "), cause, said)
	}
	if endedItself && p.connected && unanswered == nil {
		return &EndedError{strings.Join(command, " "), p.cmd.ProcessState.String(), said}
	}
	if endedItself {
		return fmt.Errorf("%s ended before it %s: %v%s", strings.Join(command, " "), silent, p.cmd.ProcessState, said)
	}
	if errors.Is(ctx.Err(), context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		cause = context.Cause(ctx)
	}
	return fmt.Errorf("%s has not %s: %w%s", strings.Join(command, " "), silent, cause, said)
}

// An EndedError says that a command has ended by itself after it had answered.
type EndedError struct {
	Command string
	// State is how it has ended, such as "exit status 1".
	State string
	// Said is what it wrote to standard error, after a title on a line of its own, or
	// empty.
	Said string
}

func (e *EndedError) Error() string { return e.Command + " has ended: " + e.State + e.Said }

// lastBytes keeps the last of what is written to it.
type lastBytes struct {
	text []byte
	cut  bool // more was written
}

func (l *lastBytes) Write(p []byte) (int, error) {
	const enough = 4 << 10
	l.text = append(l.text, p...)
	if excess := len(l.text) - enough; excess > 0 {
		l.text, l.cut = l.text[excess:], true
	}
	return len(p), nil
}

// report shows the text, from the start of a line on where there is one.
func (l *lastBytes) report() string {
	text, title := l.text, "Its standard error:"
	if l.cut {
		title = "The end of its standard error:"
		if _, lines, ok := bytes.Cut(text, []byte("\n")); ok && len(lines) > 0 {
			text = lines
		}
	}
	if text = bytes.TrimSpace(text); len(text) == 0 {
		return ""
	}
	return "\n" + title + "\n" + string(text)
}
