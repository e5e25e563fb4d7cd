package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/launch"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// serverFlags select a reply to query-qmp-schema: one in a file, or that of a running
// monitor.
type serverFlags struct {
	file    string
	socket  cli.Address
	timeout time.Duration
}

func (f *serverFlags) register(cmd *cobra.Command) {
	f.registerSocket(cmd, "how long to wait for a reply, and for check to work out the conditions: a `TIME` such as 10s")
	cmd.Flags().StringVar(&f.file, "introspection", "",
		"read the server's reply to query-qmp-schema from `FILE`, or its array alone; - is standard input")
	cli.CompleteFile(cmd, "introspection", "json")
}

// registerSocket registers the flags for a running monitor.
func (f *serverFlags) registerSocket(cmd *cobra.Command, timeout string) {
	cmd.Flags().Var(&f.socket, "socket", "ask the monitor at `ADDRESS`: unix:PATH or tcp:HOST:PORT")
	cmd.Flags().DurationVar(&f.timeout, "timeout", 10*time.Second, timeout)
	cli.CompleteNothing(cmd, "timeout")
	cli.CompleteSocket(cmd, "socket")
}

// context ends when the timeout has passed, or the program is interrupted.
func (f *serverFlags) context() (context.Context, context.CancelFunc) {
	ctx, stop := cli.UntilSignalled()
	ctx, cancel := context.WithTimeoutCause(ctx, f.timeout,
		fmt.Errorf("no reply within %v; --timeout TIME waits longer", f.timeout))
	return ctx, func() { cancel(); stop() }
}

// given returns the flags on the command line that select a server.
func (f *serverFlags) given() (names []string) {
	if f.file != "" {
		names = append(names, "--introspection")
	}
	if f.socket != "" {
		names = append(names, "--socket")
	}
	return names
}

// A question is what a command asks a connected monitor.
type question func(ctx context.Context, conn *qmp.Conn) error

// index reads and indexes the reply of the server. One of file, socket and command is
// set. If it is a running monitor, more is asked with the index, unless it is nil.
func (f *serverFlags) index(ctx context.Context, cmd *cobra.Command, command []string,
	more func(ctx context.Context, conn *qmp.Conn, index *introspect.Index) error,
) (*introspect.Index, error) {
	if f.file != "" {
		return cli.ReadIntrospection(cmd, f.file)
	}
	var index *introspect.Index
	err := f.converse(ctx, command, func(ctx context.Context, conn *qmp.Conn) error {
		text, err := ask(ctx, conn)
		if err != nil {
			return err
		}
		index, err = cli.NewIndex(f.name(command), text)
		if err != nil {
			return &launch.AnsweredError{Err: err}
		}
		if more == nil {
			return nil
		}
		return more(ctx, conn, index)
	})
	answered := (*launch.AnsweredError)(nil)
	switch {
	case errors.As(err, &answered):
		return nil, answered.Err
	case err != nil && index == nil && f.socket != "" && ctx.Err() != nil:
		return nil, noReply(f.name(command), context.Cause(ctx))
	}
	return index, err
}

// name is that of the running server.
func (f *serverFlags) name(command []string) string {
	if f.socket == "" {
		return command[0]
	}
	return f.socket.String()
}

// waiting is what a program does until the server has answered.
func (f *serverFlags) waiting(command []string) string {
	switch {
	case f.file != "":
		return "reading " + f.file
	case f.socket != "":
		return fmt.Sprintf("waiting for %s to answer, at most %v", f.socket, f.timeout)
	default:
		return fmt.Sprintf("waiting for %s to start and to answer, at most %v", command[0], f.timeout)
	}
}

// converse connects to the monitor at the socket, or to that of the command, which it
// starts and stops, and asks it.
func (f *serverFlags) converse(ctx context.Context, command []string, ask question) error {
	if f.socket == "" {
		if filepath.Base(command[0]) == "qemu-ga" {
			return errors.New("a guest agent has no introspection to compare with")
		}
		return launch.Run(ctx, command, ask)
	}
	conn, err := qmp.Dial(ctx, f.socket.String())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // it always returns nil
	return ask(ctx, conn)
}

// noReply says what a server that never replies may be.
func noReply(address string, cause error) error {
	const hint = "Another client may use the monitor, or it is a guest agent, which has no introspection"
	return fmt.Errorf("%s: %w\n%s", address, cause, hint)
}

// howToDeclare says how a schema gets introspection.
const howToDeclare = "Declare query-qmp-schema in its schema: { 'include': 'introspect.json' }, with the module introspect.json that qapi-gen init writes"

// undeclared is an error if a schema does not declare query-qmp-schema: none of its
// servers can answer it.
func undeclared(path string, schema *model.Schema) (diags diag.List) {
	if _, ok := schema.Lookup(introspectionCommand).(*model.Command); !ok {
		diags.Errorf(diag.Pos{}, diag.Pos{}, "%s does not declare query-qmp-schema, so its server has no introspection to compare with", path).
			Note(diag.Pos{}, "%s", howToDeclare)
	}
	return diags
}

const introspectionCommand = "query-qmp-schema"

func ask(ctx context.Context, conn *qmp.Conn) ([]byte, error) {
	var answer json.RawMessage
	err := conn.Execute(ctx, introspectionCommand, nil, &answer)
	if refused := (*qmp.Error)(nil); errors.As(err, &refused) && refused.Class == qmp.CommandNotFound {
		return nil, fmt.Errorf("the server has no introspection: %w\n%s", err, howToDeclare)
	}
	return answer, err
}
