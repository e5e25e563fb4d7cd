package model_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/edition"
	"github.com/qapi-go/qapi-gen/internal/testqemu"
	"github.com/qapi-go/qapi-gen/model"
)

// buildText builds a schema of one file, which must have no errors.
func buildText(t *testing.T, text string) *model.Schema {
	t.Helper()
	s, diags := buildFiles("schema.json", map[string][]byte{"schema.json": []byte(text)}, edition.Auto)
	if len(diags) > 0 {
		t.Fatalf("line %d: %s", diags[0].Pos.Line(), diags[0].Message)
	}
	return s
}

func defined(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// outline describes a configured schema, one definition a line.
func outline(s *model.Schema) string {
	var lines []string
	for _, d := range s.Definitions {
		var parts []string
		members := func(list []*model.Member) {
			for _, m := range list {
				parts = append(parts, m.Name)
			}
		}
		switch d := d.(type) {
		case *model.Enum:
			for _, v := range d.Values {
				parts = append(parts, v.Name)
			}
		case *model.Struct:
			members(d.All)
		case *model.Union:
			members(d.Base.All)
			for _, br := range d.Branches {
				parts = append(parts, "+"+br.Name)
			}
		case *model.Alternate:
			for _, a := range d.Alternatives {
				parts = append(parts, a.Name)
			}
		case *model.Command:
			if d.Arg != nil {
				members(d.Arg.Fields())
			}
		}
		for _, f := range d.Common().Features {
			parts = append(parts, "$"+f.Name)
		}
		lines = append(lines, d.Common().Name+": "+strings.Join(parts, " "))
	}
	return strings.Join(lines, "\n")
}

func TestConfigureLeavesOut(t *testing.T) {
	for _, test := range []struct {
		name, schema string
		defined      []string
		want         string
	}{
		{
			"definitions",
			`{ 'command': 'a', 'if': 'A' } { 'command': 'b', 'if': 'B' } { 'command': 'c' }`,
			[]string{"A"}, "a: \nc: ",
		},
		{
			"members, of bases too",
			`{ 'struct': 'Foo', 'base': 'Base', 'data': { 'a': { 'type': 'int', 'if': 'A' }, 'b': 'int' } }
			 { 'struct': 'Base', 'data': { 'c': { 'type': 'int', 'if': { 'not': 'A' } }, 'd': 'int' } }`,
			nil, "Foo: c d b\nBase: c d",
		},
		{
			"values, and the implicit branches that go with them",
			`{ 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'B' }, { 'name': 'c', 'if': 'C' } ] }
			 { 'union': 'Foo', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {} }`,
			[]string{"C"}, "Kind: a c\nFoo: kind +a +c",
		},
		{
			"branches, even where their types go too",
			`{ 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'B' } ] }
			 { 'union': 'Foo', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind',
			   'data': { 'b': { 'type': 'Bar', 'if': 'B' } } }
			 { 'struct': 'Bar', 'data': {}, 'if': 'B' }`,
			nil, "Kind: a\nFoo: kind +a",
		},
		{
			"alternatives",
			`{ 'alternate': 'Foo', 'data': { 'a': 'str', 'b': { 'type': [ 'str' ], 'if': 'B' } } }`,
			nil, "Foo: a",
		},
		{
			"features",
			`{ 'command': 'a', 'features': [ 'x', { 'name': 'y', 'if': { 'any': [ 'A', 'B' ] } },
			   { 'name': 'z', 'if': { 'all': [ 'A', 'B' ] } } ] }`,
			[]string{"B"}, "a: $x $y",
		},
		{
			"commands with their arguments",
			`{ 'command': 'a', 'data': { 'x': 'Gone' }, 'if': 'A' } { 'struct': 'Gone', 'data': {}, 'if': 'A' }`,
			nil, "",
		},
		{
			"nothing of a type that refers to itself",
			`{ 'struct': 'Tree', 'data': { '*left': 'Tree', '*all': [ 'Tree' ] } }`,
			nil, "Tree: left all",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			whole := buildText(t, test.schema)
			before := asJSON(t, whole)
			s, diags := whole.Configure(defined(test.defined...))
			if len(diags) > 0 {
				t.Fatal(diags[0].Message)
			}
			if diff := cmp.Diff(test.want, outline(s)); diff != "" {
				t.Errorf("outline (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, asJSON(t, whole)); diff != "" {
				t.Errorf("the whole schema changed:\n%s", diff)
			}
		})
	}
}

func asJSON(t *testing.T, s *model.Schema) string {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestConfigureRefuses(t *testing.T) {
	const gone = "{ 'struct': 'Gone', 'data': {}, 'if': 'A' }\n"
	const kind = "{ 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'B' } ] }\n"
	for _, test := range []struct {
		name, schema, want string
	}{
		{"member", "{ 'struct': 'Foo', 'data': { 'x': 'Gone' } }", "member 'x' needs struct 'Gone', which is left out because A is not defined"},
		{"array", "{ 'struct': 'Foo', 'data': { 'x': [ 'Gone' ] } }", "member 'x' needs struct 'Gone', which is left out because A is not defined"},
		{"base", "{ 'struct': 'Foo', 'base': 'Gone', 'data': {} }", "struct 'Foo' needs struct 'Gone', which is left out because A is not defined"},
		{"branch", kind + "{ 'union': 'Foo', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'a': 'Gone' } }", "branch 'a' needs struct 'Gone', which is left out because A is not defined"},
		{"value of a branch", kind + "{ 'union': 'Foo', 'base': { 'k': 'Kind' }, 'discriminator': 'k', 'data': { 'b': 'Empty' } } { 'struct': 'Empty', 'data': {} }", "branch 'b' needs the value of that name of enum 'Kind', which is left out"},
		{"alternative", "{ 'alternate': 'Foo', 'data': { 'x': 'Gone' } }", "alternative 'x' needs struct 'Gone', which is left out because A is not defined"},
		{"argument", "{ 'command': 'foo', 'data': { 'x': 'Gone' } }", "member 'x' needs struct 'Gone', which is left out because A is not defined"},
		{"arguments", "{ 'command': 'foo', 'data': 'Gone' }", "command 'foo' needs struct 'Gone', which is left out because A is not defined"},
		{"returns", "{ 'command': 'foo', 'returns': [ 'Gone' ] }", "command 'foo' needs struct 'Gone', which is left out because A is not defined"},
		{"event", "{ 'event': 'FOO', 'data': 'Gone' }", "event 'FOO' needs struct 'Gone', which is left out because A is not defined"},
		{"negation", "{ 'event': 'FOO', 'data': 'Not' } { 'struct': 'Not', 'data': {}, 'if': { 'not': 'C' } }", "event 'FOO' needs struct 'Not', which is left out because C is defined"},
		{"combination", "{ 'event': 'FOO', 'data': 'Both' } { 'struct': 'Both', 'data': {}, 'if': { 'all': [ 'C', 'D' ] } }", "event 'FOO' needs struct 'Both', which is left out because its condition does not hold: C and D"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, diags := buildText(t, gone+test.schema).Configure(defined("C"))
			if s != nil {
				t.Error("there is a schema")
			}
			var got []string
			for _, d := range diags {
				got = append(got, d.Message)
				if d.Pos.File() == "" || d.In == "" {
					t.Errorf("no place or definition: %+v", d)
				}
			}
			if diff := cmp.Diff([]string{test.want}, got); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestConfigureKeepsToItself checks that nothing in a configured schema refers
// to the whole one.
func TestConfigureKeepsToItself(t *testing.T) {
	whole := buildText(t, `
		{ 'enum': 'Kind', 'data': [ 'a' ] }
		{ 'struct': 'Head', 'data': { 'kind': 'Kind' } }
		{ 'union': 'Foo', 'base': 'Head', 'discriminator': 'kind', 'data': { 'a': 'Bar' } }
		{ 'struct': 'Bar', 'data': { '*next': 'Foo', 'all': [ 'Foo' ] } }
		{ 'alternate': 'Alt', 'data': { 'foo': 'Foo' } }
		{ 'command': 'cmd', 'data': { 'alt': 'Alt' }, 'returns': 'Foo' }
		{ 'event': 'EVT', 'data': 'Foo', 'boxed': true }`)
	s, diags := whole.Configure(defined())
	if diags.HasErrors() {
		t.Fatal(diags[0].Message)
	}
	if s.Lookup("str") != whole.Lookup("str") {
		t.Error("the built-in types differ")
	}
	foo, head, bar := lookup[*model.Union](t, s, "Foo"), lookup[*model.Struct](t, s, "Head"), lookup[*model.Struct](t, s, "Bar")
	cmd := lookup[*model.Command](t, s, "cmd")
	arg, ok := cmd.Arg.(*model.Struct)
	if !ok || arg.Role != "arg" || arg.Module != s.Modules[0] {
		t.Errorf("the arguments are %+v", cmd.Arg)
	}
	for what, same := range map[string]bool{
		"base":             foo.Base == head,
		"discriminator":    foo.Tag == head.All[0],
		"type of the same": foo.Tag.Type == s.Lookup("Kind"),
		"branch":           foo.Branches[0].Type == model.Object(bar),
		"member":           bar.All[0].Type == model.Type(foo),
		"element":          bar.All[1].Type.(*model.Array).Elem == model.Type(foo),
		"owner of members": bar.All[0].DefinedIn == bar,
		"alternative":      lookup[*model.Alternate](t, s, "Alt").Alternatives[0].Type == model.Type(foo),
		"argument":         arg.All[0].Type == s.Lookup("Alt"),
		"returns":          cmd.Ret == model.Type(foo),
		"event":            lookup[*model.Event](t, s, "EVT").Arg == model.Object(foo),
		"module":           foo.Module == s.Modules[0] && s.Modules[0] != whole.Modules[0],
	} {
		if !same {
			t.Errorf("the %s is not of the configured schema", what)
		}
	}
}

func lookup[T model.Definition](t *testing.T, s *model.Schema, name string) T {
	t.Helper()
	d, ok := s.Lookup(name).(T)
	if !ok {
		t.Fatalf("'%s' is %T", name, s.Lookup(name))
	}
	return d
}

func TestConditionNames(t *testing.T) {
	s := buildText(t, `
		{ 'enum': 'Kind', 'data': [ 'a', { 'name': 'b', 'if': 'VALUE' } ], 'if': 'DEFINITION' }
		{ 'struct': 'Foo', 'data': { 'x': { 'type': 'int', 'if': { 'all': [ 'MEMBER', { 'not': 'OTHER' } ] },
		  'features': [ { 'name': 'f', 'if': 'FEATURE_OF_MEMBER' } ] } } }
		{ 'union': 'Uni', 'base': { 'k': 'Kind', '*y': { 'type': 'int', 'if': 'MEMBER_OF_BASE' } },
		  'discriminator': 'k', 'data': { 'a': { 'type': 'Foo', 'if': 'BRANCH' } } }
		{ 'alternate': 'Alt', 'data': { 'x': { 'type': 'str', 'if': 'ALTERNATIVE' } } }
		{ 'command': 'cmd', 'features': [ { 'name': 'f', 'if': 'FEATURE' } ],
		  'data': { 'x': { 'type': 'int', 'features': [ { 'name': 'f', 'if': 'FEATURE_OF_ARGUMENT' } ] } } }
		{ 'event': 'EVT', 'data': { 'x': { 'type': 'int', 'features': [ { 'name': 'f', 'if': 'FEATURE_OF_EVENT' } ] } } }`)
	want := []string{
		"ALTERNATIVE", "BRANCH", "DEFINITION", "FEATURE", "FEATURE_OF_ARGUMENT", "FEATURE_OF_EVENT",
		"FEATURE_OF_MEMBER", "MEMBER", "MEMBER_OF_BASE", "OTHER", "VALUE",
	}
	if diff := cmp.Diff(want, s.ConditionNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// TestRealSchemasConfigure configures QEMU's schemas for builds with no names
// defined and with all names defined.
func TestRealSchemasConfigure(t *testing.T) {
	for _, path := range realSchemas(t) {
		t.Run(path, func(t *testing.T) {
			s := mustBuild(t, testqemu.Corpus(t, path))
			for _, all := range []bool{false, true} {
				if _, diags := s.Configure(func(string) bool { return all }); len(diags) > 0 {
					t.Errorf("all conditions %t: %s", all, message(diags))
				}
			}
		})
	}
}

func message(diags diag.List) string {
	return diags[0].In + ": " + diags[0].Message
}
