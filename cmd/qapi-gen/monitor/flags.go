// Package monitor has the subcommands that talk to a monitor: call, events and shell.
// flags.go has what they share.
package monitor

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/internal/talk"
	"github.com/qapi-go/qapi-gen/internal/terminal"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// monitorFlags select a monitor to talk to, and say how its commands are known.
type monitorFlags struct {
	schema        string
	introspection string
	raw           bool
	timeout       time.Duration
}

func (f *monitorFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.schema, "schema", "", "go by the schema in `FILE`, and do not ask the server for its introspection")
	cmd.Flags().StringVar(&f.introspection, "introspection", "", "go by a recorded reply to query-qmp-schema in `FILE`")
	cmd.Flags().BoolVar(&f.raw, "raw", false, "do not ask the server for its introspection, and check nothing")
	cmd.Flags().DurationVar(&f.timeout, "timeout", 0, "end after this `TIME`, such as 30s (default: only connecting has a limit, 10s)")
	cli.CompleteFile(cmd, "schema", "json")
	cli.CompleteFile(cmd, "introspection", "json")
	cli.CompleteNothing(cmd, "timeout")
}

// target returns the monitor, and the arguments after it.
func (f *monitorFlags) target(cmd *cobra.Command, args []string) (talk.Target, []string, error) {
	if f.raw && (f.schema != "" || f.introspection != "") || f.schema != "" && f.introspection != "" {
		return talk.Target{}, nil, cli.Usagef(cmd, "--raw, --schema and --introspection exclude each other")
	}
	address, program, rest, err := splitMonitor(cmd, args)
	return talk.Target{Address: address, Program: program, Timeout: f.timeout}, rest, err
}

// splitMonitor finds the monitor in arguments: that of the program after --, or the
// one at the address that comes first. It returns the other arguments.
func splitMonitor(cmd *cobra.Command, args []string) (address string, program, rest []string, err error) {
	before, program := cli.SplitCommand(cmd, args)
	switch {
	case program != nil && len(program) == 0:
		return "", nil, nil, cli.Usagef(cmd, "the program is missing behind --")
	case program != nil:
		return "", program, before, nil
	case len(before) == 0:
		return "", nil, nil, cli.Usagef(cmd, "a monitor is missing: ADDRESS, or -- PROGRAM")
	}
	var socket cli.Address
	if err := socket.Set(before[0]); err != nil {
		return "", nil, nil, cli.Usagef(cmd, "%q is no address of a monitor: %v", before[0], err)
	}
	return socket.String(), nil, before[1:], nil
}

// known returns what the flags say about the server, nil if they do not.
func (f *monitorFlags) known(cmd *cobra.Command) (*request.Commands, error) {
	switch {
	case f.schema != "":
		schema, err := loadSchema(cmd, f.schema)
		if err != nil {
			return nil, err
		}
		index, err := introspect.NewIndex(gen.Introspection(schema, nil, true))
		return request.New(index, schema), err
	case f.introspection != "":
		index, err := cli.ReadIntrospection(cmd, f.introspection)
		return request.New(index, nil), err
	}
	return nil, nil
}

// loadSchema reads the schema of a server, and reports its errors.
func loadSchema(cmd *cobra.Command, path string) (*model.Schema, error) {
	cli.PrepareHeap()
	schema, diags := model.Load(path, parser.Options{})
	if diags.HasErrors() {
		return nil, errors.Join(cli.ErrReported, diag.Render(cli.Coloured(cmd.ErrOrStderr()), diags, diag.Text))
	}
	return schema, nil
}

// reach talks to a monitor until a signal arrives.
func reach(cmd *cobra.Command, t talk.Target, use func(ctx context.Context, conn *qmp.Conn) error) error {
	ctx, stop := cli.UntilSignalled()
	defer stop()
	waiting := terminal.StartProgress(cmd.ErrOrStderr(), "connecting to "+cmp.Or(t.Address, strings.Join(t.Program, " ")))
	defer waiting.Stop()
	return t.Reach(ctx, func(ctx context.Context, conn *qmp.Conn) error {
		waiting.Stop()
		return use(ctx, conn)
	})
}

// outcome gives the end of a talk its exit status.
func outcome(cmd *cobra.Command, err error) error {
	var mistake *talk.MistakeError
	if errors.As(err, &mistake) {
		return cli.Mistake(err)
	}
	var refusal *talk.RefusalError
	if errors.As(err, &refusal) {
		cli.ReportError(cmd.ErrOrStderr(), err.Error())
		return cli.ErrNegative
	}
	return err
}

// printer prints on standard output.
func printer(cmd *cobra.Command) talk.Printer {
	return talk.Printer{Writer: cmd.OutOrStdout(), Terminal: terminal.Is(cmd.OutOrStdout())}
}

// filters reads the values of a flag.
func filters(cmd *cobra.Command, flag string, texts []string) ([]talk.Filter, error) {
	list := make([]talk.Filter, len(texts))
	for i, text := range texts {
		var err error
		if list[i], err = talk.ParseFilter(text); err != nil {
			return nil, cli.Usagef(cmd, "--%s: %v", flag, err)
		}
	}
	return list, nil
}

// wordFiles reads what words name.
func wordFiles(cmd *cobra.Command) request.ReadFile {
	stdin := cli.NewStdin(cmd)
	return func(name string) ([]byte, error) {
		if name == cli.StdinPath {
			return stdin()
		}
		return readfile.File(name, cli.MaxDocument)
	}
}

// completeMonitor completes the address, and what stands after it by complete,
// which gets what the server has. The server is not waited for.
func (f *monitorFlags) completeMonitor(complete func(c *request.Commands, args []string, typed string) (words []string, partial bool)) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		if len(args) == 0 {
			return cli.Sockets(typed)
		}
		if dash := cmd.ArgsLenAtDash(); dash >= 0 && dash < len(args) { // cobra puts -- after the last word
			return nil, cobra.ShellCompDirectiveDefault
		}
		var address cli.Address
		if address.Set(args[0]) != nil {
			return nil, directive
		}
		defer cli.Silence(cmd)()
		t, rest := talk.Target{Address: address.String()}, args[1:]
		commands, err := f.known(cmd)
		if commands == nil && err == nil && !f.raw {
			t.Timeout = cli.CompletionTimeout
			err = reach(cmd, t, func(ctx context.Context, conn *qmp.Conn) (err error) {
				commands, err = talk.Ask(ctx, conn)
				return err
			})
		}
		if err != nil || commands == nil {
			return nil, directive
		}
		words, partial := complete(commands, rest, typed)
		if partial {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return words, directive
	}
}
