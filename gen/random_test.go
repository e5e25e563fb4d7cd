package gen_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Names that are likely to give the same Go name as another, or as a
// declaration of the generated package.
var (
	nastyTypes = []string{
		"Client", "Commands", "DispatchTable", "Error", "Event", "FooArgs", "FooEvent", "Introspection",
		"Json", "KindFoo", "NewClient", "OOBClient", "Qmp", "QueryFooArgs", "String", "TypeFoo",
		"UnimplementedCommands", "VNCInfo", "VncInfo", "VnCInfo", "X9p", "X9P9p", "__com.example_FooArgs",
	}
	nastyMembers = []string{
		"a", "a--b", "a-b", "ab", "args", "chan", "ctx", "err", "error", "event-name", "foo", "foo-", "func",
		"id", "ids", "i-d", "json", "marshal-json", "nil", "qapi-type", "qmp", "range", "ret", "string",
		"t", "true", "type", "unknown-branch", "unmarshal-json", "v", "x-foo", "x--foo",
		"__com.example_foo", "vnc", "v-n-c",
	}
	nastyValues   = append([]string{"0", "1-2", "12", "9p", "9-p", "1", "2-1", "21"}, nastyMembers...)
	nastyCommands = []string{
		"client", "conn", "events", "foo", "foo-", "new-client", "oob", "query-foo", "queryfoo", "qmp",
		"string", "supports", "x-foo", "__com.example_query-foo", "query-version", "query-commands", "type",
	}
	nastyEvents = []string{
		"CLIENT", "FOO", "FOO_", "FOO_EVENT", "X_FOO", "STRING", "EVENT", "__com.example_FOO", "VNC", "V_N_C",
		"A_VERY_LONG_NAME_OF_AN_EVENT_THAT_SAYS_MORE_THAN_MOST_DO",
	}
	builtinTypes = []string{
		"str", "number", "int", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
		"size", "bool", "any", "null", "QType",
	}
)

// A schemaWriter writes a valid schema with such names.
type schemaWriter struct {
	*rand.Rand
	strings.Builder

	enums, structs, unions, alternates []string
	values                             map[string][]string // of enums
}

// randomSchema returns a valid schema, which depends only on the seed.
func randomSchema(seed uint64) string {
	w := schemaWriter{Rand: rand.New(rand.NewPCG(seed, 0)), values: map[string][]string{}}
	types := w.pick(nastyTypes, 14)
	w.enums, w.structs, w.unions, w.alternates = types[:4], types[4:10], types[10:12], types[12:]
	commands := w.pick(nastyCommands, 10)
	w.line("{ 'pragma': { 'command-returns-exceptions': [ '%s' ] } }", strings.Join(commands, "', '"))
	w.writeTypes()
	for _, name := range commands {
		w.line("{ 'command': '%s'%s%s%s }", name, w.data(), w.returns(), w.flag())
	}
	for _, name := range w.pick(nastyEvents, 6) {
		w.line("{ 'event': '%s'%s }", name, w.data())
	}
	return w.String()
}

func (w *schemaWriter) writeTypes() {
	for _, name := range w.enums {
		w.values[name] = w.pick(nastyValues, 2+w.IntN(10))
		w.line("{ 'enum': '%s', 'data': [ '%s' ] }", name, strings.Join(w.values[name], "', '"))
	}
	// The base has members that no other type has.
	w.line("{ 'struct': 'BaseOf', 'data': { 'base-member': '%s', 'next': '%s' } }", w.typeName(), w.structs[1])
	for i, name := range w.structs {
		base := ""
		if i == 0 {
			base = "'base': 'BaseOf', "
		}
		w.line("{ 'struct': '%s', %s'data': { %s } }", name, base, w.members(w.IntN(8)))
	}
	w.line("{ 'struct': 'Branch', 'data': { 'branch-member': 'str' } }")
	for _, name := range w.unions {
		tag := w.one(w.enums)
		branches := []string{fmt.Sprintf("'%s': 'Branch'", w.values[tag][0])}
		for _, v := range w.values[tag][1:] {
			if w.IntN(3) > 0 {
				branches = append(branches, fmt.Sprintf("'%s': 'Branch'", v))
			}
		}
		w.line("{ 'union': '%s', 'base': { 'the-tag': '%s', %s }, 'discriminator': 'the-tag', 'data': { %s } }",
			name, tag, w.members(1+w.IntN(4)), strings.Join(branches, ", "))
	}
	for _, name := range w.alternates {
		alts := w.pick(nastyMembers, 3)
		w.line("{ 'alternate': '%s', 'data': { '%s': '%s', '%s': 'str', '%s': [ '%s' ] } }",
			name, alts[0], w.one(w.structs), alts[1], alts[2], w.typeName())
	}
}

func (w *schemaWriter) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *schemaWriter) one(list []string) string { return list[w.IntN(len(list))] }

// pick returns n different elements of list, in any order.
func (w *schemaWriter) pick(list []string, n int) []string {
	list = slices.Clone(list)
	w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:n]
}

func (w *schemaWriter) typeName() string {
	return w.one([]string{w.one(builtinTypes), w.one(w.enums), w.one(w.structs), w.one(w.unions), w.one(w.alternates)})
}

func (w *schemaWriter) members(n int) string {
	members := make([]string, n)
	for i, name := range w.pick(nastyMembers, n) {
		if w.IntN(2) == 0 {
			name = "*" + name
		}
		members[i] = fmt.Sprintf("'%s': '%s'", name, w.typeName())
		if w.IntN(4) == 0 {
			members[i] = fmt.Sprintf("'%s': [ '%s' ]", name, w.typeName())
		}
	}
	return strings.Join(members, ", ")
}

func (w *schemaWriter) data() string {
	switch w.IntN(4) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(", 'data': '%s', 'boxed': true", w.one(slices.Concat(w.unions, w.structs)))
	default:
		return ", 'data': { " + w.members(w.IntN(6)) + " }"
	}
}

func (w *schemaWriter) returns() string {
	switch w.IntN(3) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(", 'returns': [ '%s' ]", w.typeName())
	default:
		return fmt.Sprintf(", 'returns': '%s'", w.typeName())
	}
}

func (w *schemaWriter) flag() string {
	return w.one([]string{"", "", ", 'allow-oob': true", ", 'gen': false", ", 'success-response': false",
		", 'allow-preconfig': true", ", 'coroutine': true", ", 'features': [ 'deprecated', 'unstable' ]"})
}
