package breaking_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A schemaText is a schema that can be edited and written.
type schemaText struct {
	enums    []*enumText
	objects  []*objectText // structs, and unions
	choices  []*choiceText // alternates
	commands []*commandText
}

type enumText struct {
	name   string
	values []partText
}

type objectText struct {
	name, base string
	members    []partText
	tag        string // of a union, whose base these members are
	branches   []partText
}

type choiceText struct {
	name  string
	types []partText
}

// A commandText is an event where event is set.
type commandText struct {
	name    string
	event   bool
	boxed   string // the arguments' type; empty for members
	members []partText
	returns string
	feature string
}

// A partText is a member, value, branch or alternative.
type partText struct {
	name, typ string // the type of an array is "[X]"
	optional  bool
	feature   string
}

// clone copies s as deep as edits go.
func (s *schemaText) clone() *schemaText {
	out := &schemaText{}
	for _, e := range s.enums {
		dup := *e
		dup.values = slices.Clone(e.values)
		out.enums = append(out.enums, &dup)
	}
	for _, o := range s.objects {
		dup := *o
		dup.members, dup.branches = slices.Clone(o.members), slices.Clone(o.branches)
		out.objects = append(out.objects, &dup)
	}
	for _, a := range s.choices {
		dup := *a
		dup.types = slices.Clone(a.types)
		out.choices = append(out.choices, &dup)
	}
	for _, c := range s.commands {
		dup := *c
		dup.members = slices.Clone(c.members)
		out.commands = append(out.commands, &dup)
	}
	return out
}

func (s *schemaText) String() string {
	var b strings.Builder
	var names []string
	for _, c := range s.commands {
		names = append(names, "'"+c.name+"'")
	}
	fmt.Fprintf(&b, "{ 'pragma': { 'command-returns-exceptions': [ %s ] } }\n", strings.Join(names, ", "))
	for _, e := range s.enums {
		fmt.Fprintf(&b, "{ 'enum': '%s', 'data': [ %s ] }\n", e.name, writeParts(e.values, func(v partText) string {
			return "{ 'name': '" + v.name + "'" + features(v.feature) + " }"
		}))
	}
	for _, o := range s.objects {
		switch {
		case o.tag != "":
			fmt.Fprintf(&b, "{ 'union': '%s', 'base': { %s }, 'discriminator': '%s', 'data': { %s } }\n",
				o.name, members(o.members), o.tag, members(o.branches))
		case o.base != "":
			fmt.Fprintf(&b, "{ 'struct': '%s', 'base': '%s', 'data': { %s } }\n", o.name, o.base, members(o.members))
		default:
			fmt.Fprintf(&b, "{ 'struct': '%s', 'data': { %s } }\n", o.name, members(o.members))
		}
	}
	for _, a := range s.choices {
		fmt.Fprintf(&b, "{ 'alternate': '%s', 'data': { %s } }\n", a.name, members(a.types))
	}
	for _, c := range s.commands {
		c.write(&b)
	}
	return b.String()
}

func (c *commandText) write(b *strings.Builder) {
	word := map[bool]string{false: "command", true: "event"}[c.event]
	fmt.Fprintf(b, "{ '%s': '%s'", word, c.name)
	switch {
	case c.boxed != "":
		fmt.Fprintf(b, ", 'boxed': true, 'data': '%s'", c.boxed)
	case len(c.members) > 0:
		fmt.Fprintf(b, ", 'data': { %s }", members(c.members))
	}
	if c.returns != "" && !c.event {
		fmt.Fprintf(b, ", 'returns': %s", typeText(c.returns))
	}
	fmt.Fprintf(b, "%s }\n", features(c.feature))
}

func members(list []partText) string {
	return writeParts(list, func(m partText) string {
		star := map[bool]string{true: "*"}[m.optional]
		if m.feature == "" {
			return fmt.Sprintf("'%s%s': %s", star, m.name, typeText(m.typ))
		}
		return fmt.Sprintf("'%s%s': { 'type': %s%s }", star, m.name, typeText(m.typ), features(m.feature))
	})
}

func writeParts(list []partText, write func(partText) string) string {
	texts := make([]string, len(list))
	for i, p := range list {
		texts[i] = write(p)
	}
	return strings.Join(texts, ", ")
}

func typeText(name string) string {
	if elem, isArray := strings.CutPrefix(name, "["); isArray {
		return "[ '" + strings.TrimSuffix(elem, "]") + "' ]"
	}
	return "'" + name + "'"
}

func features(name string) string {
	if name == "" {
		return ""
	}
	return ", 'features': [ '" + name + "' ]"
}

// randomText is a schema of all kinds of definitions, most often a valid one.
func randomText(r *rand.Rand) *schemaText {
	s := &schemaText{}
	for i := range 3 {
		s.enums = append(s.enums, &enumText{fmt.Sprintf("Enum%d", i), someParts(r, valueNames, 1+r.IntN(4), nil)})
	}
	s.objects = append(s.objects, &objectText{name: "Base", members: someParts(r, []string{"base-a", "base-b"}, 1+r.IntN(2), s)})
	for i := range 5 {
		o := &objectText{name: fmt.Sprintf("Obj%d", i), members: someParts(r, memberNames, r.IntN(4), s)}
		if r.IntN(3) == 0 {
			o.base = "Base"
		}
		s.objects = append(s.objects, o)
	}
	for i := range 2 {
		e := s.enums[r.IntN(len(s.enums))]
		o := &objectText{
			name: fmt.Sprintf("Uni%d", i), tag: "tag", base: e.name,
			members: append([]partText{{name: "tag", typ: e.name}}, someParts(r, []string{"common-a", "common-b"}, r.IntN(3), s)...),
		}
		for _, v := range e.values {
			if r.IntN(3) > 0 {
				o.branches = append(o.branches, partText{name: v.name, typ: structNames[r.IntN(len(structNames))]})
			}
		}
		s.objects = append(s.objects, o)
	}
	for i := range 2 {
		s.choices = append(s.choices, &choiceText{fmt.Sprintf("Alt%d", i), randomChoices(r)})
	}
	for i := range 5 {
		c := &commandText{name: fmt.Sprintf("command-%d", i)}
		if r.IntN(3) == 0 {
			c.name, c.event = fmt.Sprintf("EVENT_%d", i), true
		}
		c.members = someParts(r, memberNames, r.IntN(4), s)
		if r.IntN(3) == 0 {
			c.boxed = append(structNames, "Uni0", "Uni1")[r.IntN(len(structNames)+2)]
		}
		if r.IntN(2) == 0 {
			c.returns = randomType(r)
		}
		if r.IntN(8) == 0 {
			c.feature = "unstable"
		}
		s.commands = append(s.commands, c)
	}
	return s
}

var (
	memberNames  = []string{"a", "b", "c", "d", "e", "f"}
	valueNames   = []string{"va", "vb", "vc", "vd", "ve"}
	structNames  = []string{"Obj0", "Obj1", "Obj2", "Obj3", "Obj4"}
	userTypes    = append([]string{"Enum0", "Enum1", "Enum2", "Alt0", "Alt1", "Uni0", "Uni1", "Base"}, structNames...)
	builtinNames = []string{
		"str", "number", "int", "int8", "int16", "uint8", "uint32", "uint64", "size", "bool", "any", "null",
	}
)

func randomType(r *rand.Rand) string {
	list := builtinNames
	if r.IntN(2) == 0 {
		list = userTypes
	}
	name := list[r.IntN(len(list))]
	if r.IntN(5) == 0 {
		name = "[" + name + "]"
	}
	return name
}

// someParts makes n parts; they have types where s is given.
func someParts(r *rand.Rand, names []string, n int, s *schemaText) []partText {
	var list []partText
	for _, i := range r.Perm(len(names))[:min(n, len(names))] {
		p := partText{name: names[i]}
		if s != nil {
			p.typ, p.optional = randomType(r), r.IntN(2) == 0
		}
		switch r.IntN(10) {
		case 0:
			p.feature = "unstable"
		case 1:
			p.feature = "deprecated"
		}
		list = append(list, p)
	}
	return list
}

func randomChoices(r *rand.Rand) []partText {
	all := []partText{
		{name: "enum", typ: fmt.Sprintf("Enum%d", r.IntN(3))},
		{name: "object", typ: structNames[r.IntN(len(structNames))]},
		{name: "number", typ: []string{"int", "number", "uint8"}[r.IntN(3)]},
		{name: "bool", typ: "bool"}, {name: "null", typ: "null"}, {name: "list", typ: "[str]"},
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:1+r.IntN(4)]
}
