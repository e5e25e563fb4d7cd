// Package commands compares the commands that a server lists, and those that it
// answers, with its schema. Package check compares what the server's introspection
// says of them.
package commands

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/qmp"
)

// List is the command that lists the server's commands.
const List = "query-commands"

// A Result is what Check found.
type Result struct {
	// Differences are errors. Those of commands that the schema declares come first,
	// in schema order, and then the others by name.
	Differences diag.List
	// Called counts the commands that Check called.
	Called int
}

// Check compares the server's reply to query-commands with its introspection and the
// schema. Then it calls, without arguments, the listed commands that need some and
// those that named has. It reports the commands for which the server answers
// CommandNotFound.
//
// A command that needs arguments cannot act without them, if the server obeys its
// schema. QEMU does not check the arguments of commands with gen: false, so that Check
// does not call these. The commands of named may act; Check calls them last, in order.
//
// The error is a *NoReplyError. Check then returns no result.
func Check(ctx context.Context, server introspect.Executor, schema *model.Schema, index *introspect.Index, named []string) (*Result, error) {
	c := &checker{server: server, schema: schema, index: index}
	if index.Command(List) == nil {
		return &Result{}, nil // package check reports that the server lacks it
	}
	listed, err := c.list(ctx)
	if err != nil {
		return nil, err
	}
	if listed != nil {
		c.compare(listed)
		if err := c.callAll(ctx, listed, named); err != nil {
			return nil, err
		}
	}
	return &Result{Differences: c.differences(), Called: c.called}, nil
}

// callAll calls the commands that need arguments, and then the named ones.
func (c *checker) callAll(ctx context.Context, listed map[string]bool, named []string) error {
	var calls, last []*model.Command
	for _, cmd := range commandsOf(c.schema) {
		if listed[cmd.Name] && !slices.Contains(named, cmd.Name) && c.needsArguments(cmd) {
			calls = append(calls, cmd)
		}
	}
	for _, name := range named {
		cmd, ok := c.schema.Lookup(name).(*model.Command)
		switch {
		case !ok || slices.Contains(last, cmd):
		case listed[name]:
			last = append(last, cmd)
		case c.index.Command(name) == nil: // compare reports it otherwise
			c.differs(name, "command to be called, not in the server")
		}
	}
	for _, cmd := range append(calls, last...) {
		if err := c.call(ctx, cmd); err != nil {
			return err
		}
	}
	return nil
}

// Callable returns errors for names of commands that Check cannot call.
func Callable(schema *model.Schema, names []string) (diags diag.List) {
	refuse := func(name, format string, args ...any) {
		diags.Errorf(diag.Pos{}, diag.Pos{}, "'%s' cannot be called: "+format, append([]any{name}, args...)...)
	}
	for _, name := range names {
		cmd, ok := schema.Lookup(name).(*model.Command)
		switch {
		case !ok:
			refuse(name, "the schema has no such command%s", diag.Suggest(name, Names(schema)))
		case !cmd.SuccessResponse:
			refuse(name, "it has success-response: false, so that no reply shows that it was executed")
		case name == negotiation:
			refuse(name, "it ended the negotiation, and a server answers it once")
		}
	}
	return diags
}

const negotiation = "qmp_capabilities"

func commandsOf(schema *model.Schema) (commands []*model.Command) {
	for _, d := range schema.Definitions {
		if cmd, ok := d.(*model.Command); ok {
			commands = append(commands, cmd)
		}
	}
	return commands
}

// Names are the names of the schema's commands.
func Names(schema *model.Schema) (names []string) {
	for _, cmd := range commandsOf(schema) {
		names = append(names, cmd.Name)
	}
	return names
}

// Undeclared is an error if a schema does not declare query-commands.
func Undeclared(path string, schema *model.Schema) (diags diag.List) {
	if _, ok := schema.Lookup(List).(*model.Command); !ok {
		diags.Errorf(diag.Pos{}, diag.Pos{}, "%s does not declare %s, so its server has no list to compare with", path, List).
			Note(diag.Pos{}, "Declare it: { 'include': 'control.json' }, with the module control.json that qapi-gen init writes")
	}
	return diags
}

// A NoReplyError is why a call got no reply.
type NoReplyError struct {
	Command string // the one that was called
	Err     error
}

func (e *NoReplyError) Error() string { return "no reply to " + e.Command + ": " + e.Err.Error() }

// Unanswered is the command that was called.
func (e *NoReplyError) Unanswered() string { return e.Command }

func (e *NoReplyError) Unwrap() error { return e.Err }

type checker struct {
	server introspect.Executor
	schema *model.Schema
	index  *introspect.Index
	found  []difference
	called int
}

// A difference is about one command.
type difference struct {
	command    string
	diagnostic *diag.Diagnostic
}

// list returns the names that the server lists, nil if it refuses.
func (c *checker) list(ctx context.Context) (map[string]bool, error) {
	var reply []struct {
		Name string `json:"name"`
	}
	err := c.server.Execute(ctx, List, nil, &reply)
	if refused := (*qmp.Error)(nil); errors.As(err, &refused) {
		c.differs(List, "the server has it in its introspection, and refuses it: %s: %s", refused.Class, refused.Desc)
		return nil, nil
	}
	if err != nil {
		return nil, noReply(ctx, List, err)
	}
	names := map[string]bool{}
	for _, info := range reply {
		names[info.Name] = true
	}
	return names, nil
}

// noReply prefers the reason for which the context ended.
func noReply(ctx context.Context, command string, err error) error {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return &NoReplyError{command, err}
}

// compare reports what is in one of the server's lists alone. A command that both lack
// or both have is for package check, which knows the conditions.
func (c *checker) compare(listed map[string]bool) {
	for name := range listed {
		if c.index.Command(name) == nil {
			also := ""
			if _, ok := c.schema.Lookup(name).(*model.Command); !ok {
				also = ", nor in the schema"
			}
			c.differs(name, "command in the server's reply to %s, not in its introspection%s", List, also)
		}
	}
	for cmd := range introspect.All[*introspect.Command](c.index.Document()) {
		if !listed[cmd.Name] {
			c.differs(cmd.Name, "command in the server's introspection, not in its reply to %s", List)
		}
	}
}

// needsArguments reports whether the server must refuse a command without arguments
// before it does anything. Schema and server have to agree on that.
func (c *checker) needsArguments(cmd *model.Command) bool {
	served := c.index.Command(cmd.Name)
	return served != nil && cmd.Gen && cmd.SuccessResponse && c.mandatory(cmd, served) != ""
}

// mandatory is the first argument that is mandatory in the schema and in the server,
// empty if there is none.
func (c *checker) mandatory(cmd *model.Command, served *introspect.Command) string {
	object := c.index.Object(served.ArgType)
	if cmd.Arg == nil || object == nil {
		return ""
	}
	for _, m := range cmd.Arg.Fields() {
		if there := object.Member(m.Name); !m.Optional && there != nil && !there.Optional() {
			return m.Name
		}
	}
	return ""
}

// call calls a command without arguments. It reports a command that the server does not
// have, and one that succeeds without an argument that it needs.
func (c *checker) call(ctx context.Context, cmd *model.Command) error {
	c.called++
	err := c.server.Execute(ctx, cmd.Name, nil, nil)
	refused := (*qmp.Error)(nil)
	switch {
	case err == nil:
		if served := c.index.Command(cmd.Name); served != nil && c.mandatory(cmd, served) != "" && cmd.Gen {
			c.differs(cmd.Name, "the server accepts a call without the mandatory argument '%s'", c.mandatory(cmd, served))
		}
	case !errors.As(err, &refused):
		return noReply(ctx, cmd.Name, err)
	case refused.Class == qmp.CommandNotFound:
		c.differs(cmd.Name, "the server lists the command, and answers CommandNotFound when it is called: %s", refused.Desc).
			Note(diag.Pos{}, "implement it, or leave it out of the replies to %s and query-qmp-schema", List)
	}
	return nil
}

// differs adds a difference about a command, at its place if the schema declares it.
func (c *checker) differs(name, format string, args ...any) *diag.Diagnostic {
	var pos, end diag.Pos
	if cmd, ok := c.schema.Lookup(name).(*model.Command); ok {
		pos, end = cmd.Pos, cmd.End
	}
	var list diag.List
	d := list.Errorf(pos, end, "%s: "+format, append([]any{name}, args...)...)
	c.found = append(c.found, difference{name, d})
	return d
}

// differences are those found, in order.
func (c *checker) differences() (list diag.List) {
	order := map[string]int{} // 0 for commands that the schema does not declare
	commands := commandsOf(c.schema)
	for i, cmd := range commands {
		order[cmd.Name] = i - len(commands)
	}
	slices.SortStableFunc(c.found, func(a, b difference) int {
		return cmp.Or(cmp.Compare(order[a.command], order[b.command]), cmp.Compare(a.command, b.command))
	})
	for _, d := range c.found {
		list = append(list, *d.diagnostic)
	}
	return list
}
