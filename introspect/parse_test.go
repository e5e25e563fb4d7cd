package introspect_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/testcost"
	"github.com/qapi-go/qapi-gen/introspect"
)

func TestParseReadsEveryKindOfEntry(t *testing.T) {
	const text = `[
		{"name": "eject", "meta-type": "command", "arg-type": "1", "ret-type": "0", "allow-oob": true, "features": ["deprecated"]},
		{"name": "STOP", "meta-type": "event", "arg-type": "0"},
		{"name": "0", "meta-type": "object", "members": []},
		{"name": "1", "meta-type": "object", "tag": "kind", "features": [],
		 "members": [{"name": "kind", "type": "2"}, {"name": "size", "type": "int", "default": null, "features": ["unstable"]}],
		 "variants": [{"case": "disk", "type": "0"}]},
		{"name": "2", "meta-type": "enum", "members": [{"name": "disk", "features": ["unstable"]}], "values": ["disk"]},
		{"name": "3", "meta-type": "alternate", "members": [{"type": "int"}, {"type": "[int]"}]},
		{"name": "[int]", "meta-type": "array", "element-type": "int"},
		{"name": "int", "meta-type": "builtin", "json-type": "int"}
	]`
	want := introspect.Document{
		&introspect.Command{
			Info:    introspect.Info{Name: "eject", Features: introspect.Features{"deprecated"}},
			ArgType: "1", RetType: "0", AllowOOB: true,
		},
		&introspect.Event{Info: introspect.Info{Name: "STOP"}, ArgType: "0"},
		&introspect.Object{Info: introspect.Info{Name: "0"}},
		&introspect.Object{
			Info: introspect.Info{Name: "1", Features: introspect.Features{}},
			Members: []introspect.Member{
				{Name: "kind", Type: "2"},
				{Name: "size", Type: "int", Default: []byte("null"), Features: introspect.Features{"unstable"}},
			},
			Tag:      "kind",
			Variants: []introspect.Variant{{Case: "disk", Type: "0"}},
		},
		&introspect.Enum{
			Info:    introspect.Info{Name: "2"},
			Members: []introspect.EnumMember{{Name: "disk", Features: introspect.Features{"unstable"}}},
		},
		&introspect.Alternate{Info: introspect.Info{Name: "3"}, Types: []string{"int", "[int]"}},
		&introspect.Array{Info: introspect.Info{Name: "[int]"}, ElementType: "int"},
		&introspect.Builtin{Info: introspect.Info{Name: "int"}, JSONType: introspect.JSONInt},
	}
	for _, form := range []struct{ name, text string }{
		{"bare array", text},
		{"reply", `{"return": ` + text + `, "id": "libvirt-7"}`},
		{"reply with white space around it", "\r\n {\"return\": " + text + "}\r\n"},
	} {
		t.Run(form.name, func(t *testing.T) {
			got, err := introspect.Parse([]byte(form.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseIgnoresKeysItDoesNotKnow(t *testing.T) {
	doc, err := introspect.Parse([]byte(`[{"name": "e", "meta-type": "event", "arg-type": "0", "since": {"version": 11}}]`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(introspect.Document{&introspect.Event{Info: introspect.Info{Name: "e"}, ArgType: "0"}}, doc); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// QEMU 2.12 sends "allow-oob" for every command.
func TestParseReadsAllowOOBThatIsFalse(t *testing.T) {
	doc, err := introspect.Parse([]byte(`[{"name": "c", "meta-type": "command", "arg-type": "0", "ret-type": "0", "allow-oob": false}]`))
	if err != nil {
		t.Fatal(err)
	}
	if doc[0].(*introspect.Command).AllowOOB {
		t.Error("c is allowed out-of-band")
	}
}

func TestParseFillsEnumMembersFromEitherList(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       introspect.Enum
	}{
		{
			"values alone, as before QEMU 6.2", `"values": ["a", "b"]`,
			introspect.Enum{Members: []introspect.EnumMember{{Name: "a"}, {Name: "b"}}, WithoutMembers: true},
		},
		{
			"members alone, deprecated output hidden", `"members": [{"name": "a"}]`,
			introspect.Enum{Members: []introspect.EnumMember{{Name: "a"}}, WithoutValues: true},
		},
		{"both, empty", `"members": [], "values": []`, introspect.Enum{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := `[{"meta-type":"enum","name":"E",` + tt.text + `}]`
			doc, err := introspect.Parse([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			tt.want.Name = "E"
			if diff := cmp.Diff(introspect.Document{&tt.want}, doc); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrorsSayWhereAndWhat(t *testing.T) {
	entry := func(rest string) string { return `[{"name": "x", "meta-type": ` + rest + `}]` }
	for _, tt := range []struct{ name, text, want string }{
		{"no input", "", "not JSON: line 1, column 1: unexpected end of JSON input"},
		{"broken JSON", "[\n  {]", "not JSON: line 2, column 4: invalid character ']'"},
		{"two values", "[] []", "not JSON: line 1, column 4"},
		{"a number", "7", "an array is expected here, not: number"},
		{"an error reply", `{"error": {"class": "CommandNotFound", "desc": "no such command"}}`, "the server answered with an error: CommandNotFound: no such command"},
		{"a greeting", `{"QMP": {}}`, `neither the array that query-qmp-schema returns nor a reply with a "return"`},
		{"a reply of another command", `{"return": {}}`, "an array is expected here, not: object"},
		{"an entry that is no object", `["x"]`, "entry 0: an object is expected here, not: string"},
		{"null for an entry", `[null]`, "entry 0: name is missing"},
		{"no name", `[{"meta-type": "event"}]`, "entry 0: name is missing"},
		{"no meta-type", `[{"name": "x"}]`, `entry 0: entry "x": meta-type is missing`},
		{"a meta-type from the future", entry(`"stream"`), `meta-type "stream" is not known`},
		{"a key of the wrong kind", entry(`"command", "arg-type": 1`), "arg-type must be a string, not: number"},
		{"a nested key of the wrong kind", entry(`"object", "members": [{"name": true}]`), "members.name must be a string, not: bool"},
		{"flag of the wrong kind", entry(`"command", "allow-oob": "yes"`), "allow-oob must be true or false, not: string"},
		{"command without arg-type", entry(`"command", "ret-type": "0"`), `entry 0: command "x": arg-type is missing`},
		{"command without ret-type", entry(`"command", "arg-type": "0"`), `command "x": ret-type is missing`},
		{"event without arg-type", entry(`"event"`), `event "x": arg-type is missing`},
		{"array without element-type", entry(`"array"`), `array "x": element-type is missing`},
		{"builtin without json-type", entry(`"builtin"`), `builtin "x": json-type is missing`},
		{"builtin of an unknown json-type", entry(`"builtin", "json-type": "date"`), `json-type "date" is not known`},
		{"enum without values", entry(`"enum"`), `enum "x": members are missing`},
		{"enum member without a name", entry(`"enum", "members": [{}]`), "members[0]: name is missing"},
		{"enum with an empty value", entry(`"enum", "values": ["a", ""]`), "values[1] is empty"},
		{"object without members", entry(`"object"`), `object "x": members are missing`},
		{"object member without a type", entry(`"object", "members": [{"name": "a"}]`), "members[0]: type is missing"},
		{"object with a tag alone", entry(`"object", "members": [], "tag": "a"`), "tag and variants only go together"},
		{"object with variants alone", entry(`"object", "members": [], "variants": []`), "tag and variants only go together"},
		{"variant without a case", entry(`"object", "members": [], "tag": "a", "variants": [{"type": "0"}]`), "variants[0]: case is missing"},
		{"alternate without members", entry(`"alternate"`), `alternate "x": members are missing`},
		{"a name that controls a terminal", `[{"name": "x\u001b[31m", "meta-type": "event", "arg-type": "0"}]`, `the name "x\x1b[31m" has a character that is not printable`},
		{"a member that begins a line", entry(`"object", "members": [{"name": "a\nerror: b", "type": "0"}]`), `the name "a\nerror: b" has a character`},
		{"a feature that is hidden", entry(`"event", "arg-type": "0", "features": ["\u202e"]`), `has a character that is not printable`},
		{"a value that controls a terminal", entry(`"enum", "members": [{"name": "\u0000"}]`), `has a character that is not printable`},
		{"alternative without a type", entry(`"alternate", "members": [{"name": "a"}]`), "members[0]: type is missing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := introspect.Parse([]byte(tt.text))
			if err == nil {
				t.Fatalf("accepted: %v", doc)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to contain %q", err, tt.want)
			}
		})
	}
}

func TestParseListsTenWrongEntriesAtMost(t *testing.T) {
	_, err := introspect.Parse([]byte("[" + strings.Repeat("{},", 99) + "{}]"))
	if got := strings.Count(err.Error(), "name is missing"); got != 10 {
		t.Errorf("%d errors in: %v", got, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"return": [{"name": "a", "meta-type": "enum", "values": ["x"]}]}`))
	f.Add([]byte(`[{"name": "a", "meta-type": "object", "members": [{"name": "m", "type": "0", "default": {"a": [1e9]}}], "tag": "m", "variants": []}]`))
	f.Add([]byte(`[{"name": "a<é\"", "meta-type": "alternate", "features": [], "members": [{"type": "0"}]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		testcost.Bound(t, len(data))
		doc, err := introspect.Parse(data)
		if err != nil {
			return
		}
		for _, write := range []func() ([]byte, error){doc.MarshalJSON, doc.Lines} {
			text, err := write()
			if err != nil {
				t.Fatal(err)
			}
			again, err := introspect.Parse(text)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			first, err1 := doc.MarshalJSON()
			second, err2 := again.MarshalJSON()
			if err1 != nil || err2 != nil || !bytes.Equal(first, second) {
				t.Fatalf("written %s (%v)\nread and written again %s (%v)", first, err1, second, err2)
			}
		}
		_, _ = introspect.NewIndex(doc)
	})
}
