package request

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/introspect"
)

// Arguments converts words to the arguments of a command. It returns nil if there
// are none. The error is an *Error, or that of Check.
func (c *Commands) Arguments(command string, words []string, read ReadFile) (json.RawMessage, error) {
	if err := c.Check(command); err != nil {
		return nil, err
	}
	root, problems := parse(words, read)
	if err := problems.err(command); err != nil {
		return nil, err
	}
	b := &builder{c: c}
	b.root(c.index.Command(command), root)
	if err := b.err(command); err != nil {
		return nil, err
	}
	if len(root.members) == 0 {
		return nil, nil
	}
	return b.out, nil
}

// Raw converts words to arguments without any knowledge of the command: every
// TEXT is a string, and what has the keys 0, 1 and so on is an array. It returns
// nil if there are no words. The error is an *Error.
func Raw(command string, words []string, read ReadFile) (json.RawMessage, error) {
	root, problems := parse(words, read)
	if err := problems.err(command); err != nil || len(root.members) == 0 {
		return nil, err
	}
	root.kind = nodeObject
	b := &builder{literal: true}
	b.untyped(root, "")
	return b.out, b.err(command)
}

// A builder checks values against their types and writes them as JSON.
type builder struct {
	c *Commands
	// literal makes every text without a type a string.
	literal bool
	out     []byte
	problems
}

// root builds the arguments of a command.
func (b *builder) root(command *introspect.Command, n *node) {
	t := b.c.arguments(command)
	o, ok := t.wire.(*introspect.Object)
	if !ok {
		b.addf("", "the server's introspection of its arguments is not that of an object")
		return
	}
	b.object(t, o, n, "", b.c.open(command))
}

// value builds a value of type t. Of a value with problems the output is
// incomplete.
func (b *builder) value(t typ, n *node, at string) {
	switch e := t.wire.(type) {
	case *introspect.Builtin:
		b.builtin(t, e, n, at)
	case *introspect.Enum:
		b.enum(t, e, n, at)
	case *introspect.Array:
		b.array(t, e, n, at)
	case *introspect.Object:
		b.object(t, e, n, at, false)
	case *introspect.Alternate:
		b.alternate(t, e, n, at)
	}
}

func (b *builder) write(text string) { b.out = append(b.out, text...) }
func (b *builder) str(text string)   { b.out = appendString(b.out, text) }

// comma separates the parts of an object or array.
func (b *builder) comma(i int) {
	if i > 0 {
		b.write(", ")
	}
}
