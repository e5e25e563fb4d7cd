package lifecycle

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

const (
	shell = "/bin/sh"
	// streamScript runs a program with its output in the files of the first two
	// arguments. noclobber (-C) makes the shell create the files, so that no link of
	// another user is followed. It uses builtin commands alone, because the
	// environment may have no PATH, and no variables, which that may have too.
	streamScript = `set -- "$(umask)" "$@"; umask 077; set -C; exec >"$2" 2>"$3" || exit 126; umask "$1"; shift 3; exec "$@"`
	removeScript = `exec rm -f "$@"`
	// discard is the file of an output without a writer.
	discard = "/dev/null"

	// readSize is what guest-file-read reads at once, and readTurn is how often in
	// a row, before the other output has its turn.
	readSize = 64 << 10
	readTurn = 16
	// cleanupTime bounds what is done in the guest after the context has ended.
	cleanupTime = 2 * time.Second
)

var (
	errNoShell  = errors.New("the guest has no " + shell)
	errNoOutput = errors.New("its output files cannot be created in /tmp")
)

// canStream reports whether the commands that stream needs are enabled.
func (r *execRun) canStream(ctx context.Context) (bool, error) {
	var info struct {
		Commands []struct {
			Name    string
			Enabled bool
		} `json:"supported_commands"`
	}
	if err := query(ctx, r.agent, "guest-info", nil, &info); err != nil {
		return false, err
	}
	enabled := map[string]bool{}
	for _, c := range info.Commands {
		enabled[c.Name] = c.Enabled
	}
	return enabled["guest-file-open"] && enabled["guest-file-read"] && enabled["guest-file-close"], nil
}

// stream runs the program and writes its output while it runs.
func (r *execRun) stream(ctx context.Context) (err error) {
	outputs, err := r.outputs()
	if err != nil {
		return err
	}
	args := append([]string{"-c", streamScript, shell, outputs[0].path, outputs[1].path, r.Path}, r.Args...)
	pid, err := r.start(ctx, execArgs{Path: shell, Arg: args})
	if err != nil {
		if refused(err) {
			err = errNoShell
		}
		return err
	}
	defer func() {
		cleanUpErr := r.cleanUp(ctx, outputs)
		var exit *ExitError
		if err == nil || errors.As(err, &exit) {
			err = errors.Join(err, cleanUpErr)
		}
	}()
	ticks, stop := newTicker(r.Interval)
	defer stop()
	for {
		// Output that comes after the program is known to have exited is not its own.
		s, err := status(ctx, r.agent, pid)
		if err != nil {
			return err
		}
		more, err := r.readOutputs(ctx, outputs, s.Exited)
		if err != nil {
			return err
		}
		if s.Exited {
			return r.result(s)
		}
		if more {
			continue
		}
		if err := wait(ctx, ticks); err != nil {
			return err
		}
	}
}

// An output is a file in the guest that a program writes its output to.
type output struct {
	path   string
	to     io.Writer // nil: the file is discard
	handle int64
	open   bool
	// removed is set when the file has no name any more.
	removed bool
}

// outputs returns the files for Stdout and Stderr. Their names cannot be guessed.
func (r *execRun) outputs() ([]*output, error) {
	var random [16]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	name := "/tmp/guest-exec-" + hex.EncodeToString(random[:])
	files := []*output{{path: name + ".out", to: r.Stdout}, {path: name + ".err", to: r.Stderr}}
	for _, f := range files {
		if f.to == nil {
			f.path = discard
		}
	}
	return files, nil
}

// readOutputs opens the files that are not open yet, and copies what they have to the
// writers. It reports whether there may be more. If the program has exited it
// copies all.
func (r *execRun) readOutputs(ctx context.Context, outputs []*output, exited bool) (more bool, err error) {
	opened, err := r.open(ctx, outputs)
	if err != nil {
		return false, err
	}
	if !opened {
		if exited {
			return false, errNoOutput
		}
		return false, nil
	}
	for _, o := range outputs {
		if o.to == nil {
			continue
		}
		for turn := 0; ; turn++ {
			if turn == readTurn && !exited {
				more = true
				break
			}
			n, err := o.read(ctx, r.agent)
			if err != nil {
				return false, err
			}
			if n == 0 {
				break
			}
		}
	}
	return more, nil
}

// open opens the files, and removes their names once all are open. It reports false if
// the shell has not created all of them yet.
func (r *execRun) open(ctx context.Context, outputs []*output) (bool, error) {
	for _, o := range outputs {
		if o.to == nil || o.open {
			continue
		}
		args := map[string]string{"path": o.path, "mode": "r"}
		err := query(ctx, r.agent, "guest-file-open", args, &o.handle)
		if refused(err) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		o.open = true
	}
	return true, r.remove(ctx, outputs)
}

// remove removes the names of the files.
func (r *execRun) remove(ctx context.Context, outputs []*output) error {
	args := []string{"-c", removeScript, shell}
	for _, o := range outputs {
		if o.to != nil && !o.removed {
			args = append(args, o.path)
		}
	}
	const without = 3
	if len(args) == without {
		return nil
	}
	pid, err := startProgram(ctx, r.agent, execArgs{Path: shell, Arg: args})
	if err != nil {
		return err
	}
	s, err := awaitExit(ctx, r.agent, pid, r.Interval)
	if err != nil {
		return err
	}
	for _, o := range outputs {
		o.removed = true
	}
	if s.ExitCode != 0 || s.Signal != 0 {
		return fmt.Errorf("removing its output files %v: rm has exit status %d", args[without:], s.ExitCode)
	}
	return nil
}

type fileArgs struct {
	Handle int64 `json:"handle"`
	Count  int   `json:"count,omitempty"`
}

// read copies a piece of the file to the writer.
func (o *output) read(ctx context.Context, agent qmp.Caller) (n int, err error) {
	var piece struct {
		Data []byte `json:"buf-b64"`
	}
	if err := query(ctx, agent, "guest-file-read", fileArgs{o.handle, readSize}, &piece); err != nil {
		return 0, err
	}
	return len(piece.Data), write(o.to, piece.Data)
}

// cleanUp closes and removes the files, also when the context has ended.
func (r *execRun) cleanUp(ctx context.Context, outputs []*output) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanupTime)
	defer cancel()
	err := r.remove(ctx, outputs)
	for _, o := range outputs {
		if o.open {
			err = errors.Join(err, r.agent.Execute(ctx, "guest-file-close", fileArgs{Handle: o.handle}, nil))
		}
	}
	return err
}
