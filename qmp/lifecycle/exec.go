package lifecycle

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A GuestCommand is a program that Exec runs in the guest.
type GuestCommand struct {
	// Path is the program, which the agent looks up in its PATH.
	Path string
	Args []string
	// Env is the environment, in the form "NAME=VALUE". Nil means that of the agent.
	Env []string
	// Stdin is the whole standard input.
	Stdin []byte
	// Stdout and Stderr get the output. Nil discards it.
	Stdout, Stderr io.Writer
	// Interval is how long to wait before asking the agent again for output and for the
	// end of the program. Zero means 100 milliseconds.
	Interval time.Duration
	// Started, if not nil, is called with the program's process id in the guest.
	Started func(pid int64)
}

// defaultExecInterval is the Interval of a GuestCommand that has none.
const defaultExecInterval = 100 * time.Millisecond

// An ExitError says that a program in the guest has failed.
type ExitError struct {
	// Path is the program.
	Path string
	// Code is the exit status. It is -1 if a signal has ended the program.
	Code int
	// Signal is the number of that signal, or of an exception of Windows, or zero.
	Signal int
}

// Error returns the program with its status or signal.
func (e *ExitError) Error() string {
	if e.Signal != 0 {
		return fmt.Sprintf("%s in the guest: ended by signal %d", e.Path, e.Signal)
	}
	return fmt.Sprintf("%s in the guest: exit status %d", e.Path, e.Code)
}

// Exec runs a program by the guest agent, and returns when it has exited. The caller is
// a connection made with [qmp.WithGuestAgent]. If the exit status is not zero, Exec
// returns an [*ExitError].
//
// A guest agent has no events, so Exec asks it at an interval. Output is written to
// Stdout and Stderr while the program runs. The agent itself hands out the output only
// at the end, so Exec has the guest's /bin/sh write it to files in /tmp, reads
// these, and removes them as soon as they are open. The output takes space there until
// the program exits, and a program that cannot be executed has exit status 126 or 127, as
// in a shell. If the guest has no /bin/sh, as Windows, or if the agent's commands
// for files are disabled, the output is written at the end, and Exec returns an
// error if it exceeds what the agent keeps, 16 MiB.
//
// If the context ends, the program goes on in the guest. The commands to close the files
// then have two seconds.
func Exec(ctx context.Context, agent qmp.Caller, cmd GuestCommand) error {
	if cmd.Interval <= 0 {
		cmd.Interval = defaultExecInterval
	}
	r := &execRun{GuestCommand: cmd, agent: agent}
	err := r.run(ctx)
	var exit *ExitError
	if err == nil || errors.As(err, &exit) {
		return err
	}
	return fmt.Errorf("%s in the guest: %w", cmd.Path, err)
}

// An execRun is a call of Exec.
type execRun struct {
	GuestCommand
	agent qmp.Caller
}

func (r *execRun) run(ctx context.Context) error {
	if r.Stdout != nil || r.Stderr != nil {
		can, err := r.canStream(ctx)
		if err != nil {
			return err
		}
		if can {
			err := r.stream(ctx)
			if !errors.Is(err, errNoShell) {
				return err
			}
		}
	}
	return r.capture(ctx)
}

// execArgs are the arguments of guest-exec.
type execArgs struct {
	Path          string   `json:"path"`
	Arg           []string `json:"arg,omitempty"`
	Env           []string `json:"env,omitempty"`
	InputData     string   `json:"input-data,omitempty"`
	CaptureOutput bool     `json:"capture-output,omitempty"`
}

// start executes guest-exec.
func (r *execRun) start(ctx context.Context, args execArgs) (pid int64, err error) {
	args.Env, args.InputData = r.Env, base64.StdEncoding.EncodeToString(r.Stdin)
	pid, err = startProgram(ctx, r.agent, args)
	if err == nil && r.Started != nil {
		r.Started(pid)
	}
	return pid, err
}

func startProgram(ctx context.Context, agent qmp.Caller, args execArgs) (pid int64, err error) {
	var started struct{ PID int64 }
	err = query(ctx, agent, "guest-exec", args, &started)
	return started.PID, err
}

// An execStatus is what guest-exec-status returns.
type execStatus struct {
	Exited       bool
	ExitCode     int
	Signal       int
	OutData      []byte `json:"out-data"`
	ErrData      []byte `json:"err-data"`
	OutTruncated bool   `json:"out-truncated"`
	ErrTruncated bool   `json:"err-truncated"`
}

type pidArgs struct {
	PID int64 `json:"pid"`
}

// status asks for a program. After it has answered that the program has exited, the
// agent forgets it.
func status(ctx context.Context, agent qmp.Caller, pid int64) (execStatus, error) {
	var s execStatus
	err := query(ctx, agent, "guest-exec-status", pidArgs{pid}, &s)
	return s, err
}

// result returns the error that the exit of the program means.
func (r *execRun) result(s execStatus) error {
	switch {
	case s.Signal != 0:
		return &ExitError{Path: r.Path, Code: -1, Signal: s.Signal}
	case s.ExitCode != 0:
		return &ExitError{Path: r.Path, Code: s.ExitCode}
	}
	return nil
}

// capture runs the program and writes the output that the agent keeps until the end.
func (r *execRun) capture(ctx context.Context) error {
	args := execArgs{Path: r.Path, Arg: r.Args, CaptureOutput: r.Stdout != nil || r.Stderr != nil}
	pid, err := r.start(ctx, args)
	if err != nil {
		return err
	}
	s, err := awaitExit(ctx, r.agent, pid, r.Interval)
	if err != nil {
		return err
	}
	if err := write(r.Stdout, s.OutData); err != nil {
		return err
	}
	if err := write(r.Stderr, s.ErrData); err != nil {
		return err
	}
	if s.OutTruncated && r.Stdout != nil || s.ErrTruncated && r.Stderr != nil {
		return errors.Join(errTruncated, r.result(s))
	}
	return r.result(s)
}

var errTruncated = errors.New("the output exceeds what the agent keeps: the rest is lost")

// awaitExit asks at an interval until a program has exited.
func awaitExit(ctx context.Context, agent qmp.Caller, pid int64, interval time.Duration) (execStatus, error) {
	ticks, stop := newTicker(interval)
	defer stop()
	for {
		s, err := status(ctx, agent, pid)
		if err != nil || s.Exited {
			return s, err
		}
		if err := wait(ctx, ticks); err != nil {
			return s, err
		}
	}
}

func wait(ctx context.Context, ticks <-chan time.Time) error {
	select {
	case <-ticks:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func write(w io.Writer, data []byte) error {
	if w == nil || len(data) == 0 {
		return nil
	}
	_, err := w.Write(data)
	return err
}
