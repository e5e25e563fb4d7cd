package introspect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/qapi-go/qapi-gen/internal/testcost"
	"github.com/qapi-go/qapi-gen/introspect"
)

// changes formats differences, a line each: part, change, name and types.
func changes(list []introspect.Difference) (lines []string) {
	for _, d := range list {
		e := d.A
		if e == nil {
			e = d.B
		}
		line := fmt.Sprintf("%s: %s %s %s%s", e.Common().Name, d.Part, d.Change, d.Name, d.Feature)
		if d.TypeA != nil {
			line += " from " + d.TypeA.Common().Name
		}
		if d.TypeB != nil {
			line += " to " + d.TypeB.Common().Name
		}
		lines = append(lines, line)
	}
	return lines
}

func TestDocumentIsLikeItself(t *testing.T) {
	for _, text := range []string{answer, pathAnswer} {
		if got := introspect.Compare(mustIndex(t, text), mustIndex(t, text)); len(got) > 0 {
			t.Errorf("%v", changes(got))
		}
	}
}

// Other names of types, and another order, are no difference.
func TestNamesOfTypesDontCount(t *testing.T) {
	renamed := pathAnswer
	for i := range 8 {
		renamed = strings.ReplaceAll(renamed, fmt.Sprintf(`"%d"`, i), fmt.Sprintf(`"Type%d"`, i))
		renamed = strings.ReplaceAll(renamed, fmt.Sprintf(`"[%d]"`, i), fmt.Sprintf(`"[Type%d]"`, i))
	}
	doc, err := introspect.Parse([]byte(renamed))
	if err != nil {
		t.Fatal(err)
	}
	for i, j := 0, len(doc)-1; i < j; i, j = i+1, j-1 {
		doc[i], doc[j] = doc[j], doc[i]
	}
	x, err := introspect.NewIndex(doc)
	if err != nil {
		t.Fatal(err)
	}
	if got := introspect.Compare(mustIndex(t, pathAnswer), x); len(got) > 0 {
		t.Errorf("%v", changes(got))
	}
}

func TestOneEditIsOneDifference(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{`"meta-type": "command", "arg-type": "1"`, `"allow-oob": true, "meta-type": "command", "arg-type": "1"`, "blockdev-add: allow-oob gained "},
		{`"arg-type": "1", "ret-type": "0"`, `"arg-type": "5", "ret-type": "0"`, "blockdev-add: arg-type changed  from 1 to 5"},
		{`"arg-type": "0", "ret-type": "[2]"`, `"arg-type": "0", "ret-type": "2"`, "query-block: ret-type changed  from [2] to 2"},
		{`"element-type": "2"`, `"element-type": "5"`, "[2]: element changed  from 2 to 5"},
		{`"event", "arg-type": "2"`, `"event", "arg-type": "0"`, "SHUTDOWN: arg-type changed  from 2 to 0"},
		{`"features": ["fast"]`, `"features": []`, "blockdev-add: feature lost fast"},
		{`"features": ["on-type"]`, `"features": ["on-type", "new"]`, "2: feature gained new"},
		{`, "features": ["on-member"]`, ``, "2: feature lost allon-member"},
		{`"features": ["unstable"]`, `"features": []`, "3: feature lost fileunstable"},
		{`"type": "str", "default": null`, `"type": "str"`, "1: optional lost node-name"},
		{`{"name": "driver", "type": "3"}`, `{"name": "driver", "type": "7"}`, "1: member changed driver from 3 to 7"},
		{`"type": "6", "default": null`, `"type": "int", "default": null`, "2: member changed inserted from 6 to int"},
		{`{"name": "again", "type": "2"}`, ``, "6: member lost again"},
		{`{"name": "again", "type": "2"}`, `{"name": "again", "type": "2"}, {"name": "b", "type": "str"}`, "6: member gained b"},
		{`["threads", "io_uring"]`, `["threads"]`, "7: value lost io_uring"},
		{`["threads", "io_uring"]`, `["threads", "io_uring", "native"]`, "7: value gained native"},
		{`"values": ["file", "none"]`, `"values": ["none"]`, "3: values lost file"},
		{`, {"case": "none", "type": "0"}`, ``, "1: branch lost none"},
		{`{"case": "none", "type": "0"}`, `{"case": "none", "type": "5"}`, "1: branch changed none from 0 to 5"},
		{`[{"type": "str"}, {"type": "5"}`, `[{"type": "int"}, {"type": "5"}`, "4: alternative changed  from str to int"},
		{`[{"type": "str"}, {"type": "5"}`, `[{"type": "str"}`, "4: alternative lost  from 5"},
		{`[{"type": "str"}, {"type": "5"}`, `[{"type": "str"}, {"type": "int"}, {"type": "5"}`, "4: alternative gained  to int"},
		{`"json-type": "null"`, `"json-type": "boolean"`, "null: json-type changed "},
		{`"json-type": "string"`, `"json-type": "boolean"`, "str: json-type changed "},
		{`{"name": "SHUTDOWN", "meta-type": "event", "arg-type": "2"},`, ``, "SHUTDOWN: entry lost "},
		{`{"name": "SHUTDOWN"`, `{"name": "STOP", "meta-type": "event", "arg-type": "2"}, {"name": "SHUTDOWN"`, "STOP: entry gained "},
	} {
		edited := strings.Replace(pathAnswer, tt.old, tt.new, 1)
		if edited == pathAnswer {
			t.Errorf("%s: not edited", tt.want)
			continue
		}
		got := changes(introspect.Compare(mustIndex(t, pathAnswer), mustIndex(t, edited)))
		if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestAnotherTagIsOneDifference(t *testing.T) {
	twoEnums := strings.Replace(pathAnswer, `{"name": "ref", "type": "4"}`, `{"name": "ref", "type": "3"}`, 1)
	edited := strings.Replace(twoEnums, `"tag": "driver"`, `"tag": "ref"`, 1)
	got := changes(introspect.Compare(mustIndex(t, twoEnums), mustIndex(t, edited)))
	if diff := cmp.Diff([]string{"1: tag changed "}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What an old server cannot express is no difference.
func TestOldDocumentsSayLess(t *testing.T) {
	const now = `[
		{"name": "c", "meta-type": "command", "arg-type": "0", "ret-type": "0", "features": ["f"]},
		{"name": "E", "meta-type": "event", "arg-type": "0", "features": ["f"]},
		{"name": "0", "meta-type": "object", "features": ["f"], "members": [{"name": "e", "type": "1", "features": ["f"]}]},
		{"name": "1", "meta-type": "enum", "features": ["f"], "members": [{"name": "v", "features": ["f"]}], "values": ["v"]}
	]`
	old := strings.Replace(now, `"members": [{"name": "v", "features": ["f"]}], `, "", 1) // QEMU 5.0
	steps := []struct{ version, without string }{
		{"5.0", ""},
		{"4.2", `"arg-type": "0", "features": ["f"]`},
		{"4.2", `"type": "1", "features": ["f"]`},
		{"4.2", `"enum", "features": ["f"]`},
		{"4.1", `"ret-type": "0", "features": ["f"]`},
		{"2.12", `"object", "features": ["f"]`},
	}
	for i, s := range steps {
		old = strings.Replace(old, s.without, strings.TrimSuffix(s.without, `, "features": ["f"]`), 1)
		if i == 1 || i == 2 {
			continue // these came together
		}
		if got := introspect.Compare(mustIndex(t, now), mustIndex(t, old)); len(got) > 0 {
			t.Errorf("%s: %v", s.version, changes(got))
		}
	}
	// It is a difference if the document can express it.
	can := strings.Replace(now, `"enum", "features": ["f"]`, `"enum"`, 1)
	if got := changes(introspect.Compare(mustIndex(t, now), mustIndex(t, can))); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

// Any two sound documents can be compared, and each with itself.
func FuzzCompare(f *testing.F) {
	small := `[{"name":"E","meta-type":"event","arg-type":"0"},{"name":"0","meta-type":"object","members":[{"name":"m","type":"0"}]}]`
	f.Add([]byte(small), []byte(strings.ReplaceAll(small, "0", "1")))
	f.Add([]byte(small), []byte(answer))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		testcost.Bound(t, len(a)+len(b))
		x, y := indexOf(a), indexOf(b)
		if x == nil || y == nil {
			return
		}
		introspect.Compare(x, y)
		if got := introspect.Compare(x, x); len(got) > 0 {
			t.Errorf("not like itself: %v", changes(got))
		}
	})
}

// indexOf returns nil if the document is not sound.
func indexOf(text []byte) *introspect.Index {
	doc, err := introspect.Parse(text)
	if err != nil {
		return nil
	}
	x, err := introspect.NewIndex(doc)
	if err != nil {
		return nil
	}
	return x
}
