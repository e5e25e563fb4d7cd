package monitor

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/talk"
	"github.com/qapi-go/qapi-gen/qmp"
)

// NewEvents returns the command events.
func NewEvents() *cobra.Command {
	var (
		flags monitorFlags
		until []string
		count int
	)
	cmd := &cobra.Command{
		Use:   "events {ADDRESS [NAME...] | [NAME...] -- PROGRAM [ARG...]}",
		Short: "Print the events of a monitor",
		Long: `events prints the events of a monitor from now on, one in a line, in the form
of QMP, or on a terminal with a readable time. With NAME it prints only events
of these names. ADDRESS and PROGRAM are those of call.

events ends with --until, --count or --timeout, with the connection, or by a
signal. An event that came before is not seen: to wait for what a command
causes, use call --await.

If there is a NAME or --until, events asks the server for its introspection,
and an unknown name is a mistake; --schema, --introspection and --raw are
those of call.

The exit status is 0 if --until or --count ended it, or --timeout if neither
of them is given. It is 2 for an unknown name, and otherwise 3.`,
		Example: `  qapi-gen events ./vm.sock
  qapi-gen events ./vm.sock --count 1 SHUTDOWN
  qapi-gen events ./vm.sock --until 'JOB_STATUS_CHANGE[id=j][status=concluded]'`,
		Args: func(cmd *cobra.Command, args []string) error {
			_, _, err := flags.target(cmd, args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			events := talk.Events{Count: count}
			var err error
			if events.Until, err = filters(cmd, "until", until); err != nil {
				return err
			}
			return outcome(cmd, flags.follow(cmd, args, &events))
		},
		ValidArgsFunction: flags.completeMonitor(talk.CompleteEvents),
	}
	flags.register(cmd)
	cmd.Flags().StringArrayVar(&until, "until", nil, "end after the event `NAME[KEY=VALUE]...`; if repeated, after the first of them")
	cmd.Flags().IntVar(&count, "count", 0, "end after this `NUMBER` of events")
	cli.CompleteNothing(cmd, "until")
	cli.CompleteNothing(cmd, "count")
	return cmd
}

// follow prints events.
func (f *monitorFlags) follow(cmd *cobra.Command, args []string, events *talk.Events) error {
	target, names, err := f.target(cmd, args)
	if err != nil {
		return err
	}
	if events.Count < 0 {
		return cli.Usagef(cmd, "--count must be 1 or more")
	}
	events.Names = names
	commands, err := f.known(cmd)
	if err != nil {
		return err
	}
	connected := false
	err = reach(cmd, target, func(ctx context.Context, conn *qmp.Conn) error {
		connected = true
		subscription := events.Subscribe(conn)
		defer subscription.Close()
		if commands == nil && !f.raw && (len(names) > 0 || len(events.Until) > 0) {
			if commands, err = talk.Ask(ctx, conn); err != nil {
				return err
			}
		}
		if commands != nil {
			if err := events.Check(commands); err != nil {
				return err
			}
		}
		return events.Follow(ctx, subscription, printer(cmd), func(lost uint64) {
			cli.Complainf(cmd.ErrOrStderr(), "warning: %s lost, because standard output is slow\n", cli.Plural(int(lost), "event"))
		})
	})
	if connected && errors.Is(err, talk.ErrTimeout) && events.Count == 0 && len(events.Until) == 0 {
		return nil
	}
	return err
}
