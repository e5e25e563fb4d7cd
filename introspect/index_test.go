package introspect_test

import (
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
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q\nis not in\n%v", want, err)
				}
			}
		})
	}
}
