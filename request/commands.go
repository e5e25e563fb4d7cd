package request

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
)

// Commands are the commands and events of a server. They are immutable, and may
// be used by several goroutines.
type Commands struct {
	index  *introspect.Index
	schema *model.Schema
}

// New returns the commands of a server. The schema may be nil. It may be that of
// another version of the server: it describes, and only the index decides what
// is valid. The exception are arguments of which introspection says nothing
// ("gen": false).
func New(index *introspect.Index, schema *model.Schema) *Commands {
	return &Commands{index: index, schema: schema}
}

// Index returns the introspection.
func (c *Commands) Index() *introspect.Index { return c.index }

// Schema returns the schema, nil if there is none.
func (c *Commands) Schema() *model.Schema { return c.schema }

// names returns the names of all commands or events, sorted.
func names[T introspect.Entry](c *Commands) []string {
	var list []string
	for e := range introspect.All[T](c.index.Document()) {
		list = append(list, e.Common().Name)
	}
	slices.Sort(list)
	return list
}

// Check returns an error if the server has no such command.
func (c *Commands) Check(command string) error {
	if c.index.Command(command) != nil {
		return nil
	}
	return fmt.Errorf("the server has no command '%s'%s", command, diag.Suggest(command, names[*introspect.Command](c)))
}

// CheckEvent returns an error if the server has no such event, or if its data
// has no member at one of the paths.
func (c *Commands) CheckEvent(event string, paths ...string) error {
	e := c.index.Event(event)
	if e == nil {
		return fmt.Errorf("the server has no event '%s'%s", event, diag.Suggest(event, names[*introspect.Event](c)))
	}
	for _, path := range paths {
		if hint, ok := c.leads(c.typ(e.ArgType, nil), path); !ok {
			return fmt.Errorf("the data of %s has no '%s'%s", event, path, hint)
		}
	}
	return nil
}

// leads reports whether path leads from t to a value that can be there, whatever
// the discriminators select. If it does not, hint is what there is instead.
func (c *Commands) leads(t typ, path string) (hint string, ok bool) {
	for _, step := range SplitKey(path) {
		next, known := c.anyField(t, step)
		if next.wire == nil {
			return cmp.Or(diag.Suggest(step, known), listed("; it has ", known)), false
		}
		if isAny(next.wire) {
			return "", true
		}
		t = next
	}
	return "", true
}

// anyField finds a member in an object or in any of its branches, and the names
// of all members if there is none.
func (c *Commands) anyField(t typ, name string) (typ, []string) {
	switch e := t.wire.(type) {
	case *introspect.Object:
		l := c.layout(t, &node{kind: nodeKeys})
		if f := l.field(name); f != nil {
			return f.typ, nil
		}
		if f, ok := l.elsewhere[name]; ok {
			return f.typ, nil
		}
		return typ{}, l.allNames()
	case *introspect.Array:
		if isIndex(name) {
			return c.element(t, e), nil
		}
	case *introspect.Alternate:
		for _, a := range c.alternatives(t, e) {
			if next, _ := c.anyField(a, name); next.wire != nil {
				return next, nil
			}
		}
	}
	return typ{}, nil
}

// open reports whether a command takes members that its introspection does not
// list. Only the schema says so ("gen": false). Without it, these are the
// commands of QEMU that do: device_add, and netdev_add before QEMU 5.0, when its
// arguments were no union.
func (c *Commands) open(command *introspect.Command) bool {
	if cmd := c.declared(command.Name); cmd != nil {
		return !cmd.Gen
	}
	switch command.Name {
	case "device_add":
		return true
	case "netdev_add":
		o := c.index.Object(command.ArgType)
		return o != nil && o.Tag == ""
	}
	return false
}

// declared returns the command in the schema, nil without one.
func (c *Commands) declared(command string) *model.Command {
	if c.schema == nil {
		return nil
	}
	cmd, _ := c.schema.Lookup(command).(*model.Command)
	return cmd
}

// arguments is the type of a command's arguments.
func (c *Commands) arguments(command *introspect.Command) typ {
	if cmd := c.declared(command.Name); cmd != nil && cmd.Arg != nil {
		return c.typ(command.ArgType, cmd.Arg)
	}
	return c.typ(command.ArgType, nil)
}
