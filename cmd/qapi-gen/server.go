package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/qmp"
)

// serverFlags select a reply to query-qmp-schema: one in a file, or that of a running
// monitor.
type serverFlags struct {
	file, socket string
	timeout      time.Duration
}

func (f *serverFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "introspection", "",
		"read the server's reply to query-qmp-schema from `FILE`, or its array alone; - is standard input")
	cmd.Flags().StringVar(&f.socket, "socket", "", "ask the monitor at `ADDRESS`: unix:PATH or tcp:HOST:PORT")
	cmd.Flags().DurationVar(&f.timeout, "timeout", 10*time.Second, "how long to wait for a reply, and for check to work out the conditions: a `TIME` such as 10s")
}

// context ends when the timeout has passed, or the program is interrupted.
func (f *serverFlags) context() (context.Context, context.CancelFunc) {
	ctx, stop := untilSignalled()
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
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
	if f.socket == "" {
		text, err = askCommand(ctx, command)
		return command[0], text, err
	}
	conn, err := qmp.Dial(ctx, f.socket)
	if err != nil {
		return "", nil, noMonitor(err)
	}
	defer func() { _ = conn.Close() }() // it always returns nil
	text, err = ask(ctx, conn)
	return f.socket, text, err
}

// noMonitor says what a server that never greets may be.
func noMonitor(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w\nA guest agent has no introspection; qapi-gen introspect prints that of its schema", err)
	}
	return err
}

func ask(ctx context.Context, conn *qmp.Conn) ([]byte, error) {
	var answer json.RawMessage
	err := conn.Execute(ctx, "query-qmp-schema", nil, &answer)
	if refused := (*qmp.Error)(nil); errors.As(err, &refused) && refused.Class == qmp.CommandNotFound {
		return nil, fmt.Errorf("the server has no introspection: %w", err)
	}
	return answer, err
}
