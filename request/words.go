package request

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/introspect"
)

// Words converts the arguments of a command to words, from which Arguments makes
// them again. The error is an *Error if the arguments are not valid.
func (c *Commands) Words(command string, args json.RawMessage) ([]string, error) {
	if err := c.Check(command); err != nil {
		return nil, err
	}
	if len(args) == 0 {
		return nil, nil
	}
	root, err := parseJSON(args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", command, err)
	}
	cmd := c.index.Command(command)
	b := &builder{c: c}
	b.root(cmd, root)
	if err := b.err(command); err != nil {
		return nil, err
	}
	w := &wordWriter{c: c}
	for _, m := range root.members {
		if !expressible(m.name) {
			return nil, fmt.Errorf("%s: no key can have the name %s: give the arguments as @FILE", command, quoted(m.name))
		}
	}
	w.object(c.arguments(cmd), root, "")
	return w.words, nil
}

// A wordWriter writes values that are known to be valid.
type wordWriter struct {
	c     *Commands
	words []string
}

// text writes a value as KEY=TEXT. An argument of a process has no NUL.
func (w *wordWriter) text(key, text string) {
	if strings.ContainsRune(text, 0) {
		w.words = append(w.words, key+":="+string(appendString(nil, text)))
		return
	}
	w.words = append(w.words, key+"="+text)
}

// json writes a value as KEY:=JSON.
func (w *wordWriter) json(key string, n *node) {
	b := &builder{}
	b.untyped(n, "")
	w.words = append(w.words, key+":="+string(b.out))
}

func (w *wordWriter) value(t typ, n *node, key string) {
	switch e := t.wire.(type) {
	case *introspect.Builtin:
		if e.JSONType == introspect.JSONValue {
			w.untyped(n, key)
			return
		}
		w.text(key, n.text)
	case *introspect.Enum:
		w.text(key, n.text)
	case *introspect.Array:
		w.array(w.c.element(t, e), n, key)
	case *introspect.Object:
		w.object(t, n, key)
	case *introspect.Alternate:
		w.alternate(w.c.alternatives(t, e), n, key)
	}
}

func (w *wordWriter) array(elem typ, n *node, key string) {
	if len(n.members) == 0 {
		w.json(key, n)
	}
	for _, m := range n.members {
		w.value(elem, m.value, join(key, m.name))
	}
}

func (w *wordWriter) object(t typ, n *node, key string) {
	if len(n.members) == 0 && key != "" {
		w.json(key, n)
	}
	l := w.c.layout(t, n)
	for _, m := range n.members {
		if f := l.field(m.name); f != nil {
			w.value(f.typ, m.value, join(key, m.name))
		} else {
			w.untyped(m.value, join(key, m.name))
		}
	}
}

// alternate writes a value by its alternative. A string that Arguments would take
// for something else is written in JSON.
func (w *wordWriter) alternate(alternatives []typ, n *node, key string) {
	for _, a := range chooseOrder(alternatives) {
		if !fits(a, n) {
			continue
		}
		if n.kind == nodeString && fitsAsText(alternatives, n.text) {
			w.json(key, n)
			return
		}
		w.value(a, n, key)
		return
	}
}

// fitsAsText reports whether a text is taken for something other than a string.
func fitsAsText(alternatives []typ, text string) bool {
	for _, a := range chooseOrder(alternatives) {
		if fits(a, &node{kind: nodeText, text: text}) {
			return kindOf(a.wire) != "string"
		}
	}
	return false
}

// untyped writes a value of which nothing is known.
func (w *wordWriter) untyped(n *node, key string) {
	switch n.kind {
	case nodeString:
		if isScalar(n.text) {
			w.json(key, n)
			return
		}
		w.text(key, n.text)
	case nodeObject, nodeArray:
		if !w.hasKeys(n) {
			w.json(key, n)
			return
		}
		for _, m := range n.members {
			w.untyped(m.value, join(key, m.name))
		}
	default:
		w.text(key, n.text)
	}
}

// hasKeys reports whether keys can give the parts of a value without a type. The
// first key tells an array from an object.
func (*wordWriter) hasKeys(n *node) bool {
	for _, m := range n.members {
		if n.kind == nodeObject && (!expressible(m.name) || isIndex(m.name)) {
			return false
		}
	}
	return len(n.members) > 0
}
