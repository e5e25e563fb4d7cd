package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/shell"
	"github.com/qapi-go/qapi-gen/internal/shell/prompt"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// shellFlags are those of shell alone.
type shellFlags struct {
	schemaFlags
	schema     string
	guestAgent bool
	timeout    time.Duration
}

func newShell() *cobra.Command {
	var flags shellFlags
	cmd := &cobra.Command{
		Use:   "shell {ADDRESS | -- COMMAND...}",
		Short: "Talk to a monitor at a prompt",
		Args: func(cmd *cobra.Command, args []string) error {
			_, _, err := flags.split(cmd, args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			address, command, err := flags.split(cmd, args)
			if err != nil {
				return err
			}
			return flags.run(cmd, address, command)
		},
	}
	flags.schemaFlags.register(cmd)
	cmd.Flags().StringVar(&flags.schema, "schema", "", "read the texts of the server's schema from `FILE`, that of the root module")
	cmd.Flags().BoolVar(&flags.guestAgent, "guest-agent", false, "the server is a guest agent")
	cmd.Flags().DurationVar(&flags.timeout, "timeout", 10*time.Second, "how long to wait for the connection: a `TIME` such as 10s")
	completeFile(cmd, "schema", "json")
	completeNothing(cmd, "timeout")
	return cmd
}

// split returns the address or the command.
func (f *shellFlags) split(cmd *cobra.Command, args []string) (address string, command []string, err error) {
	before, command := splitCommand(cmd, args)
	switch {
	case len(before) == 0 && len(command) == 0:
		return "", nil, usagef(cmd, "ADDRESS is missing: unix:PATH or tcp:HOST:PORT")
	case len(before) > 1 || len(before) == 1 && len(command) > 0:
		return "", nil, usagef(cmd, "shell takes one address or command")
	case len(before) == 0:
		return "", command, nil
	}
	var socket socketFlag
	if err := socket.Set(before[0]); err != nil {
		return "", nil, usagef(cmd, "%s: %v", before[0], err)
	}
	return socket.String(), nil, nil
}

func (f *shellFlags) run(cmd *cobra.Command, address string, command []string) error {
	var schema *model.Schema
	if f.schema != "" {
		checked, diags := f.check(f.schema, new(conditions))
		if err := f.report(cmd.ErrOrStderr(), diags); err != nil {
			return err
		}
		schema = checked
	}
	ctx, stop := untilSignalled()
	defer stop()
	interactive := isTerminal(cmd.OutOrStdout()) && isTerminalInput(cmd.InOrStdin())
	terminal := prompt.New()
	config := shell.Config{
		Connect: func(ctx context.Context, opts ...qmp.ConnOption) (*qmp.Conn, error) {
			return qmp.Dial(ctx, address, opts...)
		},
		Redial:     interactive,
		GuestAgent: f.guestAgent,
		Schema:     schema,
		Notify:     terminal.Notify,
		Keys:       prompt.Keys,
	}
	if !interactive {
		config.NoEvents, config.Keys = true, ""
		config.Notify = func(n shell.Notice) { f.write(cmd, n) }
	}
	session, err := f.open(ctx, address, config)
	if err != nil {
		return &unknownError{err}
	}
	defer session.Close()
	if interactive {
		err = f.interact(ctx, cmd, terminal, session, address)
	} else {
		script := shell.Script{Lines: cmd.InOrStdin(), Stdout: cmd.OutOrStdout(), Indent: isTerminal(cmd.OutOrStdout())}
		err = script.Run(ctx, session)
	}
	if err != nil && (errors.Is(err, shell.ErrLost) || ctx.Err() != nil) {
		return &unknownError{err}
	}
	return err
}

func (f *shellFlags) open(ctx context.Context, address string, config shell.Config) (*shell.Session, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, f.timeout, fmt.Errorf("no reply within %v; --timeout TIME waits longer", f.timeout))
	defer cancel()
	s, err := shell.Open(ctx, config)
	if err != nil && ctx.Err() != nil {
		err = noReply(address, context.Cause(ctx))
	}
	return s, err
}

func (f *shellFlags) write(cmd *cobra.Command, n shell.Notice) {
	complainf(cmd.ErrOrStderr(), "qapi-gen: %s\n", n.Text)
}

func (f *shellFlags) interact(ctx context.Context, cmd *cobra.Command, terminal *prompt.Terminal, session *shell.Session, address string) error {
	terminal.Input, terminal.Output = cmd.InOrStdin(), cmd.OutOrStdout()
	terminal.Environ = os.Environ()
	terminal.Colour = os.Getenv(noColour) == ""
	terminal.Name = "qmp"
	if f.guestAgent {
		terminal.Name = "qga"
	}
	path, err := shell.HistoryFile()
	var history *shell.History
	if err == nil {
		history, err = shell.OpenHistory(path)
	}
	_ = cmp.Or(address)
	return terminal.Run(ctx, session, history, "connected to "+address)
}

func isTerminalInput(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && isTerminal(f)
}
