package shell

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
)

// A dotCommand is a command of the shell itself.
type dotCommand struct {
	name, args, brief string
	// run gets the words after the name, and the text that they are in.
	run func(s *Session, ctx context.Context, args []string, text string) (Reply, error)
}

// dotCommands are the shell's own commands, in the order of .help. They are made by a
// function because .help refers to them.
func dotCommands() []dotCommand {
	return []dotCommand{
		{"help", "[NAME]", "what the shell can do; what a command or event is", (*Session).runHelp},
		{"types", "NAME", "the arguments and the result of a command, down to the last member", (*Session).runTypes},
		{"events", "[NAME...|all|off]", "which events to show", (*Session).runEvents},
		{"oob", "COMMAND [KEY=VALUE...]", "execute a command out-of-band, before those that wait", (*Session).runOOB},
		{"json", "REQUEST", "send a request in JSON, unchecked; a line that begins with { does too", (*Session).runJSON},
		{"record", "FILE|off", "write the conversation to a file, for qmptest to play", (*Session).runRecord},
		{"quit", "", "end the shell, as Ctrl-D does, and not the server", (*Session).runQuit},
	}
}

func findDot(name string) *dotCommand {
	for _, c := range dotCommands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

// usage is the command as it is typed.
func (c *dotCommand) usage() string { return strings.TrimSpace("." + c.name + " " + c.args) }

func (s *Session) runDot(ctx context.Context, words []Word, statement string) (Reply, error) {
	name := words[0].Text[1:]
	c := findDot(name)
	if c == nil {
		var names []string
		for _, c := range dotCommands() {
			names = append(names, c.name)
		}
		hint := diag.Suggest(name, names)
		if hint == "" {
			hint = "; .help lists those that there are"
		}
		return Reply{}, fmt.Errorf("the shell has no command .%s%s", Safe(name), hint)
	}
	return c.run(s, ctx, texts(words[1:]), statement[words[0].End:])
}

// runOOB is .oob COMMAND [KEY=VALUE...].
func (s *Session) runOOB(ctx context.Context, args []string, text string) (Reply, error) {
	words := Words(text)
	if len(args) == 0 {
		return Reply{}, errors.New(".oob takes a command and its arguments")
	}
	return s.runCommand(ctx, words, true)
}

// runQuit is .quit.
func (*Session) runQuit(_ context.Context, args []string, _ string) (Reply, error) {
	if len(args) > 0 {
		return Reply{}, errors.New(".quit takes no arguments")
	}
	return Reply{Quit: true}, nil
}
