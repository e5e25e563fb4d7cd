package server

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/qapi-go/qapi-gen/qapi"
	"github.com/qapi-go/qapi-gen/qmp"
)

// A tableCommand is a command that a server knows.
type tableCommand struct {
	Command
	// builtIn runs a command that the server answers itself.
	builtIn func(s *session, args Args) (any, error)
	// disabled is why the command is disabled, or nil.
	disabled atomic.Pointer[string]
	// quick tells that it took little time when it last ran.
	quick atomic.Bool
}

// A commandIndex is the commands of a server.
type commandIndex struct {
	byName  map[string]*tableCommand
	ordered []*tableCommand
}

func (x *commandIndex) find(name []byte) *tableCommand { return x.byName[string(name)] }

// newCommandIndex panics when the table cannot be served, which is a mistake
// in the program.
func newCommandIndex(commands []Command) *commandIndex {
	x := &commandIndex{byName: make(map[string]*tableCommand, len(commands)+1)}
	for _, c := range commands {
		x.add(c)
	}
	if x.byName[negotiationCommand] == nil { // the protocol needs it, in the table or not
		x.add(Command{Name: negotiationCommand})
	}
	return x
}

func (x *commandIndex) add(c Command) {
	builtIn := builtInCommand(c.Name)
	switch {
	case x.byName[c.Name] != nil:
		panic("qmp: the dispatch table has the command " + c.Name + " twice")
	case c.Handler == nil && builtIn == nil:
		panic("qmp: the dispatch table has no handler for the command " + c.Name)
	case c.Flags&AllowOOB != 0 && c.Flags&Coroutine != 0:
		panic("qmp: the command " + c.Name + " cannot have both AllowOOB and Coroutine")
	}
	t := &tableCommand{Command: c, builtIn: builtIn}
	if c.Name == negotiationCommand {
		t.Flags |= AllowPreconfig // or no session would ever begin
	}
	x.byName[c.Name] = t
	x.ordered = append(x.ordered, t)
}

// Call tells a hook about a command that ran; see WithCallHook.
type Call struct {
	// Monitor numbers the connection, from 1 in the order they came.
	Monitor  uint64
	Command  string
	OOB      bool
	Start    time.Time
	Duration time.Duration
	Err      error // what the handler returned
}

// call calls the command's handler. A panic there is an error of the command,
// and not the end of the server.
func (r *request) call() (result any, err error) {
	args := Args{raw: r.args, policy: r.session.srv.config.input}
	if r.command.builtIn != nil {
		return r.command.builtIn(r.session, args)
	}
	defer func() {
		if cause := recover(); cause != nil {
			result, err = nil, r.panicked(cause)
		}
	}()
	return r.command.Handler(&r.callContext, args)
}

// panicked logs a panic of the command and is the error that is sent for it.
func (r *request) panicked(cause any) error {
	if crash, ok := cause.(qapi.PolicyCrash); ok {
		panic(crash)
	}
	name := r.command.Name
	r.session.log.Error("a command panicked", "monitor", r.session.number, "command", name, "panic", fmt.Sprint(cause), "stack", string(debug.Stack()))
	return generic("Internal error: the command " + name + " panicked")
}

// untilReturned calls f, which runs handlers, and calls it again in another
// goroutine when a handler has ended this one by runtime.Goexit.
func untilReturned(f func()) {
	returned := false
	defer func() {
		if !returned {
			go untilReturned(f)
		}
	}()
	f()
	returned = true
}

// exited is the error of a command whose handler called runtime.Goexit, as
// testing.T.Fatal does.
func (r *request) exited() error {
	name := r.command.Name
	r.session.log.Error("a command ended its goroutine", "monitor", r.session.number, "command", name)
	return generic("Internal error: the command " + name + " ended its goroutine")
}

// Disable makes the server answer the command by CommandNotFound with the reason.
// query-commands and query-qmp-schema leave it out. It returns an error when the
// server has no such command.
func (s *Server) Disable(command, reason string) error { return s.setDisabled(command, &reason) }

// Enable undoes Disable.
func (s *Server) Enable(command string) error { return s.setDisabled(command, nil) }

func (s *Server) setDisabled(command string, reason *string) error {
	c := s.commands.byName[command]
	if c == nil || command == negotiationCommand {
		return fmt.Errorf("qmp: the server has no command %q to disable or enable", command)
	}
	c.disabled.Store(reason)
	s.introspection.invalidate()
	return nil
}

// admit checks what can keep a command that exists from running.
func (s *Server) admit(c *tableCommand, oob bool) error {
	if err := admitCommand(s.config.input, c); err != nil {
		return err
	}
	if reason := c.disabled.Load(); reason != nil {
		desc := "Command " + c.Name + " has been disabled"
		if *reason != "" {
			desc += ": " + *reason
		}
		return &qmp.Error{Class: qmp.CommandNotFound, Desc: desc}
	}
	if oob && c.Flags&AllowOOB == 0 {
		return generic("The command " + c.Name + " does not support OOB")
	}
	if c.Flags&AllowPreconfig == 0 && s.preconfig.Load() {
		return generic("The command '" + c.Name + "' is not available before the machine is configured")
	}
	return nil
}

// LeavePreconfig ends the state that WithPreconfig starts the server in.
func (s *Server) LeavePreconfig() { s.preconfig.Store(false) }

var _ context.Context = (*callContext)(nil)
