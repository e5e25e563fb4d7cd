package monitor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/qapi-go/qapi-gen/internal/cli"
	"github.com/qapi-go/qapi-gen/internal/shell"
	"github.com/qapi-go/qapi-gen/internal/shell/prompt"
	"github.com/qapi-go/qapi-gen/internal/terminal"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// shellFlags are those of shell alone.
type shellFlags struct {
	schema  string
	agent   bool
	timeout time.Duration
}

// NewShell returns the command shell.
func NewShell() *cobra.Command {
	var flags shellFlags
	cmd := &cobra.Command{
		Use:   "shell {ADDRESS | -- PROGRAM [ARG...]}",
		Short: "Talk to a monitor at a prompt",
		Long: `shell executes the commands of a monitor or a guest agent that are typed at a
prompt. ADDRESS is unix:PATH, tcp:HOST:PORT, or the path of a socket. Or shell
starts PROGRAM, finds its monitor as check does, and ends it.

A line is a command with its arguments in the form of call, or with a JSON
object of them; a request in JSON as it goes over the wire; or a command of
the shell itself, which begins with a dot. .help lists these, and the keys. A
line goes on where a quote or bracket is open, and behind a backslash.

Tab completes commands, members at any depth, values of enums, and names that
the server knows, such as those of block nodes. The shell asks for these names
by query commands that change nothing. --schema gives completion and .help the
texts of the schema. Events are printed above the prompt. If the server ends,
the shell waits until it is back. The history is kept in
$XDG_STATE_HOME/qapi-gen/history, by default in ~/.local/state, without lines
that have passwords or keys in them.

If standard input or output is no terminal, the lines of standard input are
executed one after another, up to the first error. Results go to standard
output, each in one line. Events are not printed. The exit status is 1 if a
line fails, and 3 if there is no connection, it is lost, or the schema has
errors.`,
		Example: `  qapi-gen shell ./vm.sock
  qapi-gen shell --schema qapi/qapi-schema.json unix:/run/vm.sock
  qapi-gen shell -- qemu-system-x86_64 -M none -display none
  echo query-status | qapi-gen shell ./vm.sock`,
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return cli.Sockets(typed)
		},
		Args: func(cmd *cobra.Command, args []string) error {
			_, err := flags.server(cmd, args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := flags.server(cmd, args)
			if err != nil {
				return err
			}
			return flags.run(cmd, server)
		},
	}
	cmd.Flags().StringVar(&flags.schema, "schema", "", "show the texts of the schema whose root module is `FILE`")
	cmd.Flags().BoolVar(&flags.agent, "guest-agent", false, "talk to a guest agent, which has no greeting and no introspection")
	cmd.Flags().DurationVar(&flags.timeout, "timeout", 10*time.Second, "how long to wait for the connection: a `TIME` such as 10s")
	cli.CompleteFile(cmd, "schema", "json")
	cli.CompleteNothing(cmd, "timeout")
	return cmd
}

// server returns the server that the arguments name.
func (f *shellFlags) server(cmd *cobra.Command, args []string) (*shell.Server, error) {
	address, program, more, err := splitMonitor(cmd, args)
	if err == nil && len(more) > 0 {
		err = cli.Usagef(cmd, "shell talks to one monitor; commands come from standard input")
	}
	return &shell.Server{Address: address, Program: program}, err
}

// A converse is a conversation, up to its end.
type converse func(context.Context, *shell.Session) error

func (f *shellFlags) run(cmd *cobra.Command, server *shell.Server) error {
	var schema *model.Schema
	var err error
	if f.schema != "" {
		if schema, err = loadSchema(cmd, f.schema); err != nil {
			return cli.Unknown(err)
		}
	}
	ctx, stop := cli.UntilSignalled()
	defer stop()
	config := shell.Config{Connect: server.Connect, GuestAgent: f.agent, Schema: schema}
	var talk converse
	switch {
	case !terminal.Is(cmd.OutOrStdout()) || !isInput(cmd.InOrStdin()):
		talk = f.script(cmd, &config)
	case os.Getenv("TERM") == "dumb":
		talk = f.plainPrompt(cmd, &config)
	default:
		talk = f.prompt(cmd, server, &config)
	}
	session, err := f.open(ctx, server, config)
	if err != nil {
		return cli.Unknown(err)
	}
	err = talk(ctx, session)
	session.Close()
	ended := server.Stop()
	switch {
	case err == nil:
		return nil
	case errors.Is(err, shell.ErrLost):
		return cli.Unknown(cmp.Or(ended, err))
	case ctx.Err() != nil:
		return cli.Unknown(context.Cause(ctx))
	}
	return err
}

func (f *shellFlags) open(ctx context.Context, server *shell.Server, config shell.Config) (*shell.Session, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, f.timeout, fmt.Errorf("no reply within %v; --timeout TIME waits longer", f.timeout))
	defer cancel()
	s, err := shell.Open(ctx, config)
	if err != nil && ctx.Err() != nil && server.Address != "" {
		err = fmt.Errorf("%s: %w", server.Address, context.Cause(ctx))
	}
	return s, err
}

// script returns what runs the lines of a file or a pipe.
func (f *shellFlags) script(cmd *cobra.Command, config *shell.Config) converse {
	s := &shell.Script{Lines: cmd.InOrStdin(), Stdout: cmd.OutOrStdout(), Indent: terminal.Is(cmd.OutOrStdout())}
	s.Complain = func(text string) { cli.Complainf(cmd.ErrOrStderr(), "error: %s\n", text) }
	config.NoEvents, config.Notify = true, s.Notify
	return s.Run
}

// plainPrompt returns what runs lines from a terminal that can only print.
func (f *shellFlags) plainPrompt(cmd *cobra.Command, config *shell.Config) converse {
	s := &shell.Script{Lines: cmd.InOrStdin(), Stdout: cmd.OutOrStdout(), Indent: true, Prompt: f.name() + "> "}
	s.Complain = func(text string) { cli.Complainf(cmd.ErrOrStderr(), "%s\n", text) }
	config.Notify = s.Notify
	return s.Run
}

func (f *shellFlags) name() string {
	if f.agent {
		return "qga"
	}
	return "qmp"
}

// prompt returns what shows the session on a terminal.
func (f *shellFlags) prompt(cmd *cobra.Command, server *shell.Server, config *shell.Config) converse {
	t := prompt.New()
	t.Input, t.Environ = cmd.InOrStdin(), os.Environ()
	t.Output, _ = cmd.OutOrStdout().(*os.File) // a terminal is one
	t.Colour, t.Name = terminal.HasColours(cmd.OutOrStdout()), f.name()
	config.Notify, config.Keys = t.Notify, prompt.Keys
	config.Redial = server.Address != "" && !strings.HasPrefix(server.Address, "fd:")
	return func(ctx context.Context, s *shell.Session) error {
		greeting := "connected to " + cmp.Or(server.Address, strings.Join(server.Program, " "))
		if v := s.Greeting().Version; v != (qmp.Version{}) {
			greeting += ", version " + v.String()
		}
		history, err := openHistory()
		if err != nil {
			greeting += "\n" + err.Error()
		}
		return t.Run(ctx, s, history, shell.Safe(greeting+"\n.help says what can be typed"))
	}
}

// openHistory returns a history in any case.
func openHistory() (*shell.History, error) {
	path, missing := shell.HistoryFile()
	history, err := shell.OpenHistory(path)
	return history, cmp.Or(missing, err)
}

// isInput reports whether a person types what is read from r.
func isInput(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && terminal.Is(f)
}
