package monitor

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/talk"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// callFlags are the flags of call.
type callFlags struct {
	monitorFlags
	oob, agent, dryRun bool
	files              []string
	after, await       []string
}

// NewCall returns the command call.
func NewCall() *cobra.Command {
	var flags callFlags
	cmd := &cobra.Command{
		Use:   "call {ADDRESS COMMAND [WORD...]|COMMAND [WORD...] -- PROGRAM...}",
		Short: "Execute commands of a monitor",
		Long: `call executes a command of a monitor or a guest agent and prints what it
returns as JSON, indented on a terminal and otherwise in one line. ADDRESS is
unix:PATH, tcp:HOST:PORT, or the path of a socket. Or call starts PROGRAM,
finds its monitor as check does, and ends it.

A WORD is one of

  KEY=TEXT   a value, which gets the JSON type that the server expects
  KEY:=JSON  a value in JSON
  @FILE      all members of a JSON object; - is standard input

KEY is a path of names, joined by dots; elements of a list have the numbers
from 0 on: file.server.path=/x cpus.0=1. A mistake is explained before
anything is sent. docs/monitor.md has the rules.

For this, call asks the server for its introspection first. --schema or
--introspection take its place. With --raw, and with --oob or --guest-agent
unless one of these is given, nothing is checked, and each TEXT is a string.

The word then parts several commands that are executed one after another on
one connection, up to the first that fails. With --await, call then waits for
an event and prints it. An event counts if it comes after the first command is
sent. With --after, call connects at once and waits for an event before the
first command: a server that is stuck by then can still execute it
out-of-band, but could not set up a new connection.

The exit status is 1 if the server answers with an error, whose class and text
go to standard error, 2 for a mistake in the words, and 3 if there is no
answer.`,
		Example: `  qapi-gen call ./vm.sock query-status
  qapi-gen call ./vm.sock blockdev-add node-name=d0 driver=file filename=d.img
  qapi-gen call ./vm.sock device_del id=d0 --await 'DEVICE_DELETED[device=d0]'
  qapi-gen call ./vm.sock --fd screen.ppm add-fd fdset-id=1
  qapi-gen call --guest-agent ./qga.sock guest-file-open path=/etc/hostname
  qapi-gen call query-machines -- qemu-system-x86_64 -M none -display none`,
		Args: func(cmd *cobra.Command, args []string) error {
			_, _, err := flags.calls(cmd, args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return outcome(cmd, flags.run(cmd, args))
		},
		ValidArgsFunction: flags.completeMonitor(talk.CompleteCall),
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&flags.oob, "oob", false, "execute the commands out-of-band, ahead of others that run or wait; a server that is busy already accepts no new connection (see --after)")
	cmd.Flags().BoolVar(&flags.agent, "guest-agent", false, "talk to a guest agent, which has no greeting and no introspection")
	cmd.Flags().BoolVar(&flags.dryRun, "dry-run", false, "print what would be sent, and send nothing but the question for introspection")
	cmd.Flags().StringArrayVar(&flags.files, "fd", nil, "send a descriptor with the first command: that of `FILE`, opened for reading and writing if possible, or a number; can be repeated")
	cmd.Flags().StringArrayVar(&flags.await, "await", nil, "wait for the event `NAME[KEY=VALUE]...`; if repeated, for the first of them")
	cmd.Flags().StringArrayVar(&flags.after, "after", nil, "connect, but execute the first command only after the event `NAME[KEY=VALUE]...`; if repeated, after the first of them")
	cli.CompleteFile(cmd, "fd")
	cli.CompleteNothing(cmd, "after")
	cli.CompleteNothing(cmd, "await")
	return cmd
}

// calls returns the monitor and the commands.
func (f *callFlags) calls(cmd *cobra.Command, args []string) (talk.Target, []talk.Call, error) {
	t, words, err := f.target(cmd, args)
	t.Agent = f.agent
	switch {
	case err != nil:
		return t, nil, err
	case len(words) == 0:
		return t, nil, cli.Usagef(cmd, "COMMAND is missing, such as query-status")
	case f.agent && (f.oob || len(f.await)+len(f.after) > 0):
		return t, nil, cli.Usagef(cmd, "a guest agent has no events and nothing out-of-band")
	}
	calls, err := talk.SplitCalls(words)
	if err != nil {
		err = cli.Usagef(cmd, "%v", err)
	}
	return t, calls, err
}

func (f *callFlags) run(cmd *cobra.Command, args []string) error {
	target, calls, err := f.calls(cmd, args)
	if err != nil {
		return err
	}
	todo := talk.Run{}
	if todo.After, err = filters(cmd, "after", f.after); err != nil {
		return err
	}
	if todo.Await, err = filters(cmd, "await", f.await); err != nil {
		return err
	}
	commands, err := f.known(cmd)
	if err != nil {
		return err
	}
	files, err := talk.OpenFiles(f.files)
	if err != nil {
		return err
	}
	defer files.Close()
	read := wordFiles(cmd)
	finish := func(ctx context.Context, conn *qmp.Conn, commands *request.Commands) error {
		if commands != nil {
			if err := talk.CheckFilters(commands, slices.Concat(todo.After, todo.Await)); err != nil {
				return err
			}
		}
		mode := qmp.InBand
		if f.oob {
			mode = qmp.OutOfBand
		}
		requests, err := talk.Prepare(calls, commands, mode, read)
		if err != nil {
			return err
		}
		if f.dryRun {
			return f.print(cmd, requests)
		}
		requests[0].Files = files
		todo.Requests = requests
		return todo.Do(ctx, conn, printer(cmd))
	}
	ask := commands == nil && !f.raw && !f.oob && !f.agent
	if f.dryRun && !ask {
		return finish(cmd.Context(), nil, commands)
	}
	return reach(cmd, target, func(ctx context.Context, conn *qmp.Conn) error {
		if ask {
			if commands, err = talk.Ask(ctx, conn); err != nil {
				return err
			}
		}
		return finish(ctx, conn, commands)
	})
}

func (f *callFlags) print(cmd *cobra.Command, requests []talk.Request) error {
	for _, r := range requests {
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if err := printer(cmd).Value(text); err != nil {
			return err
		}
	}
	return nil
}
