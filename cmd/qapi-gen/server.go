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
	"github.com/qapi-go/qapi-gen/internal/launch"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// serverFlags select a reply to query-qmp-schema: one in a file, or that of a running
// monitor.
type serverFlags struct {
	file    string
	socket  socketFlag
	timeout time.Duration
}

func (f *serverFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "introspection", "",
		"read the server's reply to query-qmp-schema from `FILE`, or its array alone; - is standard input")
	cmd.Flags().Var(&f.socket, "socket", "ask the monitor at `ADDRESS`: unix:PATH or tcp:HOST:PORT")
	cmd.Flags().DurationVar(&f.timeout, "timeout", 10*time.Second, "how long to wait for a reply, and for check to work out the conditions: a `TIME` such as 10s")
	completeFile(cmd, "introspection", "json")
	completeNothing(cmd, "timeout")
	completeSocket(cmd, "socket")
}

// context ends when the timeout has passed, or the program is interrupted.
func (f *serverFlags) context() (context.Context, context.CancelFunc) {
	ctx, stop := untilSignalled()
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

// index reads and indexes the reply of the server. One of file, socket and command is
// set.
func (f *serverFlags) index(ctx context.Context, cmd *cobra.Command, command []string) (*introspect.Index, error) {
	from, text, err := f.read(ctx, cmd, command)
	if err != nil {
		return nil, err
	}
	doc, err := introspect.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	index, err := introspect.NewIndex(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", from, err)
	}
	return index, nil
}

// read returns the reply and its source.
func (f *serverFlags) read(ctx context.Context, cmd *cobra.Command, command []string) (from string, text []byte, err error) {
	switch {
	case f.file == stdinPath:
		text, err = newStdin(cmd)()
		return "standard input", text, err
	case f.file != "":
		text, err = readfile.File(f.file, maxDocument)
		return f.file, text, err
	}
	defer sayIfSlow(cmd.ErrOrStderr(), fmt.Sprintf("waiting for the server's reply, at most %v", f.timeout))()
	if f.socket == "" {
		if filepath.Base(command[0]) == "qemu-ga" {
			return "", nil, errors.New("a guest agent has no introspection to compare with")
		}
		err = launch.Run(ctx, command, func(ctx context.Context, conn *qmp.Conn) error {
			text, err = ask(ctx, conn)
			return err
		})
		return command[0], text, err
	}
	address := f.socket.String()
	text, err = askAt(ctx, address)
	if err != nil && ctx.Err() != nil {
		err = noReply(address, context.Cause(ctx))
	}
	return address, text, err
}

// askAt asks the monitor at an address.
func askAt(ctx context.Context, address string) ([]byte, error) {
	conn, err := qmp.Dial(ctx, address)
	if err != nil {
		return nil, err
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
