package introspect

import (
	"slices"
	"strings"
)

// A graph has a document's entries and their references in a form that is the
// same for all kinds of entries.
type graph struct {
	nodes  []node
	byName map[string]int

	classes []int32 // set by sameStructure
}

type node struct {
	entry Entry
	links []link // sorted by label
}

// A link is a part of an entry: a reference to a type, or an enum's value.
type link struct {
	label string // unique in the entry, and the same in every document
	to    int    // -1 for a value
}

func newGraph(x *Index) *graph {
	g := &graph{nodes: make([]node, len(x.doc)), byName: make(map[string]int, len(x.doc))}
	for i, e := range x.doc {
		g.nodes[i].entry = e
		g.byName[e.Common().Name] = i
	}
	for i := range g.nodes {
		g.nodes[i].links = g.links(x, g.nodes[i].entry)
	}
	return g
}

// size counts the entries and links.
func (g *graph) size() int {
	n := len(g.nodes)
	for i := range g.nodes {
		n += len(g.nodes[i].links)
	}
	return n
}

// links returns the links of e. Their labels are steps of a capability path if
// there is such a step.
func (g *graph) links(x *Index, e Entry) (links []link) {
	add := func(label, ref string) { links = append(links, link{label, g.byName[ref]}) }
	switch e := e.(type) {
	case *Command:
		add("arg-type", e.ArgType)
		add("ret-type", e.RetType)
	case *Event:
		add("arg-type", e.ArgType)
	case *Array:
		add("", e.ElementType)
	case *Object:
		for _, m := range e.Members {
			add(step(m.Name), m.Type)
		}
		for _, v := range e.Variants {
			add("+"+v.Case, v.Type)
		}
	case *Enum:
		for _, v := range e.Members {
			links = append(links, link{"^" + v.Name, -1})
		}
	case *Alternate:
		for _, t := range e.Types {
			add("!"+string(KindOf(x.Type(t))), t)
		}
	}
	slices.SortStableFunc(links, func(a, b link) int { return strings.Compare(a.label, b.label) })
	return links
}

// KindOf returns the JSON type of t's values. Integers are numbers. The types
// of an alternate all have different ones ("Alternate types").
func KindOf(t Type) JSONType {
	switch t := t.(type) {
	case *Enum:
		return JSONString
	case *Array:
		return JSONArray
	case *Builtin:
		if t.JSONType == JSONInt {
			return JSONNumber
		}
		return t.JSONType
	default:
		return JSONObject
	}
}

// used marks the commands and events and the entries that they lead to.
func (g *graph) used() []bool {
	used := make([]bool, len(g.nodes))
	var todo []int
	for i, n := range g.nodes {
		if !isType(n.entry) {
			used[i] = true
			todo = append(todo, i)
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, l := range g.nodes[todo[0]].links {
			if l.to >= 0 && !used[l.to] {
				used[l.to] = true
				todo = append(todo, l.to)
			}
		}
	}
	return used
}
