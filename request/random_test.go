package request

import (
	"encoding/json"
	"fmt"
	"math"

	"pgregory.net/rapid"

	"github.com/qapi-go/qapi-gen/introspect"
)

// A valueDrawer draws valid values of types.
type valueDrawer struct {
	*rapid.T
	c *Commands
}

// deep is the depth from which on values stay as small as they can be.
const deep = 4

func (d valueDrawer) value(t typ, depth int) string {
	switch e := t.wire.(type) {
	case *introspect.Builtin:
		return d.builtin(t, e.JSONType, depth)
	case *introspect.Enum:
		return d.json(rapid.SampledFrom(valueNames(e)).Draw(d.T, "value"))
	case *introspect.Array:
		n := 0
		if depth < deep {
			n = rapid.IntRange(0, 3).Draw(d.T, "length")
		}
		text := "["
		for i := range n {
			if i > 0 {
				text += ","
			}
			text += d.value(d.c.element(t, e), depth+1)
		}
		return text + "]"
	case *introspect.Alternate:
		list := d.c.alternatives(t, e)
		if depth >= deep {
			return d.value(smallest(list), depth+1)
		}
		return d.value(rapid.SampledFrom(list).Draw(d.T, "alternative"), depth+1)
	case *introspect.Object:
		return d.object(t, depth)
	}
	panic(fmt.Sprintf("a type of kind %T", t.wire))
}

func smallest(list []typ) typ {
	for _, a := range list {
		if _, isObject := a.wire.(*introspect.Object); !isObject {
			return a
		}
	}
	return list[0]
}

// object draws the members of an object: those of a union's base first, because
// the branch depends on them.
func (d valueDrawer) object(t typ, depth int) string {
	n := &node{kind: nodeObject}
	text := ""
	for {
		var next *field
		l := d.c.layout(t, n)
		for i := range l.fields {
			if n.child(l.fields[i].Name) == nil {
				next = &l.fields[i]
				break
			}
		}
		if next == nil {
			return "{" + text + "}"
		}
		value := &node{kind: nodeNull, text: "absent"}
		if !next.Optional() || depth < deep && rapid.Bool().Draw(d.T, "present") {
			drawn := d.value(next.typ, depth+1)
			if text != "" {
				text += ","
			}
			text += d.json(next.Name) + ":" + drawn
			var err error
			if value, err = parseJSON([]byte(drawn)); err != nil {
				d.Fatal(err)
			}
		}
		n.members = append(n.members, member{next.Name, value})
	}
}

func (d valueDrawer) builtin(t typ, kind introspect.JSONType, depth int) string {
	switch kind {
	case introspect.JSONString:
		return d.text()
	case introspect.JSONInt:
		least, most := rangeOf(t)
		if least.Sign() < 0 && rapid.Bool().Draw(d.T, "negative") {
			return fmt.Sprint(rapid.Int64Range(least.Int64(), -1).Draw(d.T, "int"))
		}
		return fmt.Sprint(rapid.Uint64Range(0, most.Uint64()).Draw(d.T, "int"))
	case introspect.JSONNumber:
		return d.json(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(d.T, "number"))
	case introspect.JSONBoolean:
		return d.json(rapid.Bool().Draw(d.T, "bool"))
	case introspect.JSONNull:
		return "null"
	default:
		return d.anything(depth)
	}
}

// text draws a string, often one that looks like something else.
func (d valueDrawer) text() string {
	nasty := []string{
		"", "null", "true", "on", "5", "-0", "0x10", "1e5", "{}", "a=b", ":=", "@f", "-", " x ", "a.b", "\x00", "ü\n\u2028", `"q"`,
	}
	return d.json(rapid.OneOf(rapid.SampledFrom(nasty), rapid.String()).Draw(d.T, "text"))
}

func (d valueDrawer) anything(depth int) string {
	most := 5
	if depth >= deep {
		most = 3
	}
	switch rapid.IntRange(0, most).Draw(d.T, "kind") {
	case 0:
		return d.text()
	case 1:
		return d.json(rapid.Float64Range(-1e9, 1e9).Draw(d.T, "number"))
	case 2:
		return "null"
	case 3:
		return "true"
	case 4:
		return "[" + d.anything(depth+1) + "," + d.anything(depth+1) + "]"
	default:
		name := rapid.SampledFrom([]string{"a", "a-b", "0", "x.y", "__com.example_x", "a:", "@", "-", ""}).Draw(d.T, "name")
		return "{" + d.json(name) + ":" + d.anything(depth+1) + "}"
	}
}

func (d valueDrawer) json(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		d.Fatal(err)
	}
	return string(text)
}
