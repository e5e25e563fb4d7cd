package introspect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/introspect"
)

func mustIndex(t *testing.T, text string) *introspect.Index {
	t.Helper()
	doc, err := introspect.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	x, err := introspect.NewIndex(doc)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestIndexFollowsReferences(t *testing.T) {
	x := mustIndex(t, answer)

	list, ok := x.Type(x.Command("c").RetType).(*introspect.Array)
	if !ok {
		t.Fatalf("c returns %T", x.Type(x.Command("c").RetType))
	}
	union := x.Object(list.ElementType)
	if !x.Type(union.Member(union.Tag).Type).(*introspect.Enum).Member("x").Features.Has("f") {
		t.Error("the tag's value x lacks feature f")
	}
	if got := len(x.Object(union.Variant("x").Type).Members); got != 0 {
		t.Errorf("variant x has %d members", got)
	}
	if union.Member("t").Optional() || !union.Member("o").Optional() {
		t.Error("t is mandatory, o is optional")
	}
	if got := x.Event("E").ArgType; got != "0" {
		t.Errorf("E carries %q", got)
	}
}

func TestIndexFindsNothingOfTheWrongKind(t *testing.T) {
	x := mustIndex(t, answer)
	if x.Command("E") != nil || x.Event("c") != nil || x.Type("c") != nil || x.Object("int") != nil || x.Lookup("none") != nil {
		t.Error("found an entry that isn't what was asked for")
	}
	if x.Lookup("E") == nil {
		t.Error("E is not found")
	}
	object, enum := x.Object("1"), x.Lookup("2").(*introspect.Enum)
	if object.Member("z") != nil || object.Variant("z") != nil || enum.Member("z") != nil {
		t.Error("found a member that isn't there")
	}
}

func TestAllGivesOneKindInOrder(t *testing.T) {
	doc, err := introspect.Parse([]byte(answer))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for e := range introspect.All[*introspect.Enum](doc) {
		names = append(names, e.Name)
		if e.Name == "4" {
			break
		}
	}
	if got := strings.Join(names, " "); got != "2 4" {
		t.Errorf("got %q", got)
	}
}

func TestNewIndexSaysAllThatIsWrong(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{
			"a name twice",
			`[{"name": "a", "meta-type": "object", "members": []}, {"name": "a", "meta-type": "event", "arg-type": "a"}]`,
			[]string{`event "a": the name is already that of another entry (meta-type object)`},
		},
		{
			"references that lead nowhere",
			`[{"name": "c", "meta-type": "command", "arg-type": "1", "ret-type": "2"},
			  {"name": "E", "meta-type": "event", "arg-type": "3"},
			  {"name": "[4]", "meta-type": "array", "element-type": "4"},
			  {"name": "A", "meta-type": "alternate", "members": [{"type": "5"}]},
			  {"name": "O", "meta-type": "object", "members": [{"name": "m", "type": "6"}], "tag": "t", "variants": [{"case": "v", "type": "7"}]}]`,
			[]string{
				`command "c": arg-type: there is no object type "1"`,
				`command "c": ret-type: there is no type "2"`,
				`event "E": arg-type: there is no object type "3"`,
				`array "[4]": element-type: there is no type "4"`,
				`alternate "A": members[0]: there is no type "5"`,
				`object "O": member "m": there is no type "6"`,
				`object "O": tag "t" is not among the members`,
				`object "O": variant "v": there is no object type "7"`,
			},
		},
		{
			"references to what is no type, or no object",
			`[{"name": "c", "meta-type": "command", "arg-type": "int", "ret-type": "c"},
			  {"name": "int", "meta-type": "builtin", "json-type": "int"}]`,
			[]string{`arg-type: there is no object type "int"`, `ret-type: there is no type "c"`},
		},
		{
			"names that are there twice",
			`[{"name": "str", "meta-type": "builtin", "json-type": "string"},
			  {"name": "c", "meta-type": "command", "features": ["f", "g", "f"], "arg-type": "O", "ret-type": "O"},
			  {"name": "K", "meta-type": "enum", "members": [{"name": "a"}, {"name": "b", "features": ["f", "f"]}, {"name": "a"}], "values": ["a", "b", "b"]},
			  {"name": "O", "meta-type": "object",
			   "members": [{"name": "m", "type": "str"}, {"name": "k", "type": "K", "features": ["h", "h"]}, {"name": "m", "type": "K"}],
			   "tag": "k", "variants": [{"case": "a", "type": "E"}, {"case": "b", "type": "E"}, {"case": "a", "type": "E"}]},
			  {"name": "E", "meta-type": "object", "members": []}]`,
			[]string{
				`command "c": feature "f" is there twice`,
				`enum "K": value "a" is there twice`,
				`enum "K": value "b" is there twice`,
				`enum "K": value "b": feature "f" is there twice`,
				`object "O": member "m" is there twice`,
				`object "O": member "k": feature "h" is there twice`,
				`object "O": variant "a" is there twice`,
			},
		},
		{
			"a tag that is no enum",
			`[{"name": "str", "meta-type": "builtin", "json-type": "string"},
			  {"name": "O", "meta-type": "object", "members": [{"name": "t", "type": "str"}], "tag": "t", "variants": []}]`,
			[]string{`object "O": tag "t" is of a type of meta-type builtin, and only an enum lists the variants`},
		},
		{
			"a member of a union in its branch, and in a branch of that",
			union("O", "m", "P") + union("P", "n", "Q") + union("Q", "m", "R") + `{"name": "R", "meta-type": "object", "members": [
				{"name": "n", "type": "str"}, {"name": "x", "type": "str"}, {"name": "y", "type": "str"}, {"name": "z", "type": "str"},
				{"name": "v", "type": "str"}, {"name": "w", "type": "str"}, {"name": "u", "type": "str"}, {"name": "m", "type": "str"}]}]`,
			[]string{
				`object "P": variant "a": member "m" of "Q" is already a member of "O"`,
				`object "Q": variant "a": member "m" of "R" is already a member of "O"`,
				`object "Q": variant "a": member "n" of "R" is already a member of "P"`,
			},
		},
		{
			"a union in its own branch",
			union("O", "m", "P") + union("P", "n", "O") + `{"name": "R", "meta-type": "object", "members": []}]`,
			[]string{`object "P": variant "a": "O" would be within a branch of its own`},
		},
		{
			"alternatives that cannot be told apart",
			`[{"name": "str", "meta-type": "builtin", "json-type": "string"},
			  {"name": "int", "meta-type": "builtin", "json-type": "int"},
			  {"name": "number", "meta-type": "builtin", "json-type": "number"},
			  {"name": "any", "meta-type": "builtin", "json-type": "value"},
			  {"name": "K", "meta-type": "enum", "members": [{"name": "a"}]},
			  {"name": "A", "meta-type": "alternate", "members": [{"type": "str"}, {"type": "int"}, {"type": "K"}, {"type": "number"}, {"type": "B"}]},
			  {"name": "B", "meta-type": "alternate", "members": [{"type": "any"}]}]`,
			[]string{
				`alternate "A": members[2]: values of "K" cannot be told from those of members[0], "str": both are of kind string`,
				`alternate "A": members[3]: values of "number" cannot be told from those of members[1], "int": both are of kind number`,
				`alternate "A": members[4]: "B" is itself an alternate`,
				`alternate "B": members[0]: "any" takes any value, which the other alternatives are too`,
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := introspect.Parse([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			_, err = introspect.NewIndex(doc)
			if err == nil {
				t.Fatal("accepted")
			}
			if n := strings.Count(err.Error(), "\n") + 1; n > len(tt.want) {
				t.Errorf("%d errors, want %d:\n%v", n, len(tt.want), err)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q\nis not in\n%v", want, err)
				}
			}
		})
	}
}

// union returns the start or continuation of a document: a union with a member
// and a branch, and an enum for its tag.
func union(name, member, branch string) string {
	start := ""
	if name == "O" {
		start = `[{"name": "str", "meta-type": "builtin", "json-type": "string"}, `
	}
	return start + fmt.Sprintf(`{"name": "%[1]sKind", "meta-type": "enum", "members": [{"name": "a"}]},
		{"name": "%[1]s", "meta-type": "object", "members": [{"name": "tag-of-%[1]s", "type": "%[1]sKind"}, {"name": "%[2]s", "type": "str"}],
		 "tag": "tag-of-%[1]s", "variants": [{"case": "a", "type": "%[3]s"}, {"case": "b", "type": "%[3]s"}]},
		`, name, member, branch)
}
