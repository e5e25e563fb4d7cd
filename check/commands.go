package check

import (
	"context"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// negotiation is the command that ends negotiation mode. Servers need not list it:
// QEMU's query-commands has the commands of command mode only ("Capabilities
// Negotiation").
const negotiation = "qmp_capabilities"

// CompareCommands compares the names that a server lists in its reply to query-commands
// with its introspection, and finds commands of the list that it does not have.
//
// For the latter it calls found with the names of [NeedArguments], and with those of
// call, which the user has named. found executes a command without arguments and
// reports whether the server knows it: whether its reply is no error of the class
// CommandNotFound. If found returns an error, CompareCommands returns it.
func CompareCommands(
	ctx context.Context, schema *model.Schema, server *introspect.Index, listed, call []string,
	found func(ctx context.Context, name string) (bool, error),
) (diag.List, error) {
	r := &commandsReporter{schema: schema}
	for _, name := range listed {
		if server.Command(name) == nil && !slices.Contains(call, name) {
			r.errorf(name, "in the reply to query-commands, not in the reply to query-qmp-schema")
		}
	}
	for _, e := range server.Document() {
		if c, ok := e.(*introspect.Command); ok && c.Name != negotiation && !slices.Contains(listed, c.Name) {
			r.errorf(c.Name, "in the reply to query-qmp-schema, not in the reply to query-commands")
		}
	}
	names := slices.Concat(NeedArguments(server, listed), call)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		known, err := found(ctx, name)
		if err != nil {
			return nil, err
		}
		switch {
		case known:
		case slices.Contains(listed, name):
			r.errorf(name, "in the reply to query-commands, but the server answers CommandNotFound")
		default:
			r.errorf(name, "the server answers CommandNotFound")
		}
	}
	return r.diags(), nil
}

// NeedArguments returns the commands of a list that have a mandatory argument. They can
// be called without arguments and do nothing then: a server that has such a command
// refuses the call before the command begins.
func NeedArguments(server *introspect.Index, listed []string) (names []string) {
	for _, name := range listed {
		c := server.Command(name)
		if c == nil {
			continue
		}
		if args := server.Object(c.ArgType); args != nil && slices.ContainsFunc(args.Members, mandatory) {
			names = append(names, name)
		}
	}
	return names
}

func mandatory(m introspect.Member) bool { return m.Default == nil }

// A commandsReporter collects diagnostics at the schema's commands.
type commandsReporter struct {
	schema *model.Schema
	found  []commandFinding
}

type commandFinding struct {
	command *model.Command // nil if the schema has none
	name    string
	message string
}

func (r *commandsReporter) errorf(name, message string) {
	c, _ := r.schema.Lookup(name).(*model.Command)
	r.found = append(r.found, commandFinding{c, name, message})
}

// diags returns the diagnostics in schema order, those of other commands last.
func (r *commandsReporter) diags() (list diag.List) {
	order := map[*model.Command]int{nil: len(r.schema.Definitions)}
	for i, d := range r.schema.Definitions {
		if c, ok := d.(*model.Command); ok {
			order[c] = i
		}
	}
	slices.SortStableFunc(r.found, func(a, b commandFinding) int { return order[a.command] - order[b.command] })
	for _, f := range r.found {
		var pos, end diag.Pos
		if f.command != nil {
			pos, end = f.command.Pos, f.command.End
		}
		list.Errorf(pos, end, "%s: %s", f.name, f.message)
	}
	return list
}
